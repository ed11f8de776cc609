// What went wrong, in the reader's words, and the way out of it: a key, another try, or waiting.

import { accessKeyForm } from "./access-key.js";
import { el } from "./element.js";

const DEFAULT_WAIT = 5;
const ONLINE_AGAIN = "This goes on by itself as soon as there is a connection.";
const UNREACHABLE = "It may be stopped, or the network between here and there is down.";

/** A notice of `failure`; `retry` does again what failed, by button, or by itself once the wait is over. */
export function failureNotice(failure, retry) {
  const { title, detail, keyed, again } = explained(failure);
  const notice = el("section", { class: "notice", "aria-label": title }, el("h2", {}, title), el("p", {}, detail));
  if (keyed) notice.append(accessKeyForm(retry));
  if (again) notice.append(el("button", { type: "button", class: "primary", onclick: retry }, "Try again"));
  if (offline(failure)) window.addEventListener("online", () => notice.isConnected && retry(), { once: true });
  else if (again && failure.status !== 500) notice.append(countdown(failure.wait ?? DEFAULT_WAIT, notice, retry));
  return notice;
}

const offline = ({ status }) => status === null && !navigator.onLine;

function explained(failure) {
  const { status, code, detail } = failure;
  if (offline(failure)) return { title: "You are offline", detail: ONLINE_AGAIN, again: true };
  if (status === null) return { title: "The service cannot be reached", detail: UNREACHABLE, again: true };
  if (status === 401) return { title: "This service asks for an access key", detail, keyed: true };
  if (status === 403) return { title: "This access key does not allow that", detail, keyed: true };
  if (status === 404) return { title: "Not found", detail };
  if (status === 422) return { title: "The service could not use this search", detail };
  if (status === 429) return { title: "Too many requests", detail, again: true };
  if (code === "not_ready") return { title: "The service is starting", detail, again: true };
  if (status === 503) return { title: "The service is busy", detail, again: true };
  return { title: `The service failed (${status})`, detail, again: true };
}

/** Counts the seconds down and retries, unless the notice has been replaced meanwhile. */
function countdown(wait, notice, retry) {
  const line = el("p", { class: "muted" });
  const end = Date.now() + wait * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    line.textContent = left > 0 ? `Trying again in ${left} s.` : "Trying again now.";
    if (left > 0) setTimeout(tick, 1000);
    else if (notice.isConnected) retry();
  };
  setTimeout(tick);
  return line;
}
