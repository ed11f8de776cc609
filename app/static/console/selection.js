// The hit in hand: one of those shown is the current one, which Tab reaches and the keys act on.

import { byId } from "../shared/element.js";

let moved = () => {};

const hits = () => [...byId("results").querySelectorAll(".hit")];
export const cardOf = (id) => hits().find((hit) => hit.dataset.id === id);
export const current = () => byId("results").querySelector('.hit[aria-current="true"]');

/**
 * `follow` is called with the id of each hit that becomes the current one by the reader's hand. A control that is pressed
 * takes its hit when it is released: a text that unfolds meanwhile would move it away from the pointer.
 */
export function followSelection(follow) {
  moved = follow;
  byId("results").addEventListener("focusin", ({ target }) => target.matches(".hit, :focus-visible") && take(target.closest(".hit")));
  byId("results").addEventListener("click", ({ target }) => take(target.closest(".hit")), { capture: true });
}

/** Makes the hit with `id` the current one, else the first, without moving the focus; the best of a list tells more. */
export function startAt(id) {
  for (const list of byId("results").querySelectorAll(".hits, .column")) list.querySelector(".hit")?.classList.add("best");
  const start = cardOf(id) ?? hits()[0];
  if (start) makeCurrent(start);
}

export const focusCurrent = () => focus(current());
export const focusResults = () => focus(current() ?? byId("results"));
export const focusOn = (id) => focus(cardOf(id));

/** Takes the hit `step` places on, if there is one; the focus stays where it is. */
export function stepTo(step) {
  const all = hits();
  return take(all[all.indexOf(current()) + step] ?? current());
}

export const move = (step) => focus(stepTo(step));

/** Goes to the hit of the same rank `step` columns on, or to the last one of that column. */
export function moveAcross(step) {
  const column = current()?.closest(".column");
  const beside = step > 0 ? column?.nextElementSibling : column?.previousElementSibling;
  if (!beside) return;
  const rank = [...column.querySelectorAll(".hit")].indexOf(current());
  const there = [...beside.querySelectorAll(".hit")];
  focus(there[rank] ?? there.at(-1));
}

/** The text of a hit that was once taken stays whole. */
function take(hit) {
  hit?.classList.add("whole");
  if (!hit || hit === current()) return hit;
  makeCurrent(hit);
  hit.scrollIntoView({ block: "nearest" });
  moved(hit.dataset.id);
  return hit;
}

function makeCurrent(hit) {
  for (const other of hits()) {
    other.removeAttribute("aria-current");
    other.tabIndex = -1;
  }
  hit.setAttribute("aria-current", "true");
  hit.tabIndex = 0;
}

function focus(hit) {
  hit?.focus({ preventScroll: true });
  hit?.scrollIntoView({ block: "nearest" });
}
