// A report that is asked for and shown: busy meanwhile, to be cancelled where it takes long, and a notice where it fails.

import { latestOnly } from "../console/latest.js";
import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";

const SLOW_MS = 1000;
const latest = latestOnly();
let waiting = 0;

/**
 * Shows what `show` makes of what `work` brings: elements. `slow` says why it may take long; `explained` makes a notice
 * of a failure that is none here, or nothing.
 */
export function showReport({ work, show, slow, explained = () => null }, tries = 0) {
  const report = { work, show, slow, explained };
  const again = (next) => showReport(report, next);
  setBusy(true);
  clearTimeout(waiting);
  waiting = setTimeout(() => put([wait(slow, () => cancel(again))]), SLOW_MS);
  return latest(
    work,
    (found) => finish(show(found)),
    (failure) => finish([explained(failure) || failureNotice(failure, again, tries)]),
  );
}

export const notice = (title, ...content) =>
  el("section", { class: "notice", "aria-label": title }, el("h2", {}, title), ...content);

export const say = (words) => byId("status").replaceChildren(words);

function wait(slow, stop) {
  say(slow);
  return notice("One moment", el("p", {}, slow), el("button", { type: "button", onclick: stop }, "Cancel"));
}

/** Work that is done at once outdates what is under way. */
function cancel(again) {
  const retry = el("button", { type: "button", class: "primary", onclick: () => again() }, "Start again");
  latest(() => {}, () => finish([notice("Cancelled", retry)]));
}

function finish(shown) {
  clearTimeout(waiting);
  setBusy(false);
  put(shown);
  const named = shown.find((each) => each.matches(".notice"));
  if (named) say(named.getAttribute("aria-label"));
}

/** The focus stays in what is shown. */
function put(shown) {
  const place = byId("results");
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(...shown);
  if (hadFocus) place.focus();
}

function setBusy(busy) {
  byId("results").setAttribute("aria-busy", busy);
  document.body.classList.toggle("busy", busy);
}
