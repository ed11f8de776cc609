// What went wrong, in the reader's words, and the way out of it: a key, another try, or waiting.

import { accessKeyForm } from "./access-key.js";
import { Failure } from "./api.js";
import { el } from "./element.js";

const FIRST_WAIT = 5;
const LONGEST_WAIT = 60;
const MOST_TRIES = 8;
const ONLINE_AGAIN = "This goes on by itself as soon as there is a connection.";
const UNREACHABLE = "It may be stopped, or the network between here and there is down.";

/**
 * A notice of `failure`, after so many `tries` of the notice's own. `retry` does again what failed: when the reader
 * asks for it, or once the wait is over, and then it gets the number of tries so far.
 */
export function failureNotice(failure, retry, tries = 0) {
  const { title, detail, keyed, again, waits } = explained(failure);
  if (!(failure instanceof Failure)) reportError(failure);
  const notice = el("section", { class: "notice", "aria-label": title }, el("h2", {}, title), el("p", {}, detail));
  if (keyed) notice.append(accessKeyForm(() => retry()));
  if (again) notice.append(el("button", { type: "button", class: "primary", onclick: () => retry() }, "Try again"));
  if (offline(failure)) window.addEventListener("online", () => notice.isConnected && retry(), { once: true });
  else if (waits) notice.append(wait(failure, notice, retry, tries));
  return notice;
}

const offline = ({ status }) => status === null && !navigator.onLine;

/** `again`: another try may help; `waits`: also one that nobody asks for. */
function explained(failure) {
  const { status, code, detail } = failure;
  if (!(failure instanceof Failure)) return { title: "Something went wrong on this page", detail: failure.message, again: true };
  if (offline(failure)) return { title: "You are offline", detail: ONLINE_AGAIN, again: true };
  if (status === null) return { title: "The service cannot be reached", detail: UNREACHABLE, again: true, waits: true };
  if (status === 401) return { title: "This service asks for an access key", detail, keyed: true };
  if (status === 403) return { title: "This access key does not allow that", detail, keyed: true };
  if (status === 404) return { title: "Not found", detail };
  if (status === 429) return { title: "Too many requests", detail, again: true, waits: true };
  if (status < 500) return { title: "The service could not use this search", detail };
  if (code === "not_ready") return { title: "The service is starting", detail, again: true, waits: true };
  if (status === 503) return { title: "The service is busy", detail, again: true, waits: true };
  return { title: `The service failed (${status})`, detail, again: true, waits: status !== 500 };
}

/** Each wait is twice the one before, and after the last one it is up to the reader. */
function wait(failure, notice, retry, tries) {
  if (tries === MOST_TRIES) return el("p", { class: "muted" }, `Tried ${MOST_TRIES} times more, which did not help.`);
  const asked = failure.wait ?? FIRST_WAIT;
  return countdown(Math.max(asked, Math.min(asked * 2 ** tries, LONGEST_WAIT)), notice, () => retry(tries + 1));
}

/** Counts the seconds down and retries, unless the notice has been replaced meanwhile. */
function countdown(seconds, notice, retry) {
  const line = el("p", { class: "muted" });
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    line.textContent = left > 0 ? `Trying again in ${left} s.` : "Trying again now.";
    if (left > 0) setTimeout(tick, 1000);
    else if (notice.isConnected) retry();
  };
  setTimeout(tick);
  return line;
}
