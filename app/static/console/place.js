// Where the console is: a state that the address holds, so that links, Back and Forward work.

import { fromUrl, toUrl } from "./url.js";

let state = fromUrl(location.search);
let arrived = () => {};

export const here = () => state;

/** Calls `arrive(state, previous)` now (with no previous) and whenever the state changes. */
export function onArrival(arrive) {
  arrived = arrive;
  window.addEventListener("popstate", () => enter(fromUrl(location.search)));
  arrive(state, null);
}

/**
 * Goes on to the state with `change`: a new entry in the history, unless it amends the present one. `draft` marks what
 * is being typed, which further typing amends; `opened` an entry that going back from closes the source.
 */
export function go(change, { amend = false, draft = false, opened = false } = {}) {
  const next = { ...state, ...change };
  const same = toUrl(next) === toUrl(state);
  history[amend || same ? "replaceState" : "pushState"]({ draft, opened }, "", toUrl(next));
  enter(next);
}

export const isDraft = () => history.state?.draft === true;
export const isOpened = () => history.state?.opened === true;

function enter(next) {
  const previous = state;
  state = next;
  arrived(next, previous);
}
