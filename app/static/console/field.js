// The search field: it searches by itself after a pause, at once on Enter, and never within a composed character.

import { byId } from "../shared/element.js";
import { go, here, isDraft } from "./place.js";

const PAUSE_MS = 250;
let pausing = 0;

/** `entered` is called when Enter asks for the results rather than for more typing. */
export function listenToField(entered) {
  byId("q").addEventListener("input", (event) => {
    if (!event.isComposing) searchAfterPause();
  });
  byId("q").addEventListener("compositionend", searchAfterPause);
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    searchFor(byId("q").value);
    entered();
  });
}

/** A settled search for `q`, which typing does not amend any more. */
export function searchFor(q) {
  clearTimeout(pausing);
  go(asking(q), { amend: isDraft() });
}

/** The change to what the field holds, for a step that does not wait for the pause to end. */
export function typed() {
  clearTimeout(pausing);
  return asking(byId("q").value);
}

/** Whether the field holds `q` still, spaces around it aside. */
export const isInField = (q) => byId("q").value.trim() === q.trim();

/** Shows what is searched for, without touching what is being typed. */
export function showInField(q) {
  if (isInField(q)) return;
  clearTimeout(pausing);
  byId("q").value = q;
}

export function focusField() {
  byId("q").focus();
  byId("q").select();
}

function searchAfterPause() {
  clearTimeout(pausing);
  pausing = setTimeout(() => go(asking(byId("q").value), { amend: isDraft(), draft: true }), PAUSE_MS);
}

/** Another query closes the source of the last one. */
const asking = (q) => (q.trim() === here().q.trim() ? {} : { q: q.trim(), passage: null });
