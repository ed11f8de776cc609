// What the console shows, to and from its address: every search is a link.

import { servicePath } from "../shared/links.js";

export const FILTERS = ["merchant", "language", "section"];

/** `view` is "ranked" or "compare"; `passage` is the one whose source is open, or null. */
export function fromUrl(query) {
  const given = new URLSearchParams(query);
  return {
    q: given.get("q") ?? "",
    ...Object.fromEntries(FILTERS.map((filter) => [filter, [...new Set(given.getAll(filter))]])),
    view: given.get("view") === "compare" ? "compare" : "ranked",
    passage: given.get("passage"),
  };
}

export function toUrl({ q, view, passage, ...filters }) {
  const named = new URLSearchParams();
  if (q) named.set("q", q);
  for (const filter of FILTERS) filters[filter].forEach((value) => named.append(filter, value));
  if (view === "compare") named.set("view", view);
  if (passage) named.set("passage", passage);
  return servicePath(named.size > 0 ? `console?${named}` : "console");
}

/** The same for two states that the same replies answer. */
export const searched = (state) => toUrl({ ...state, q: state.q.trim(), passage: null });

export const isFiltered = (state) => FILTERS.some((filter) => state[filter].length > 0);
export const UNFILTERED = Object.fromEntries(FILTERS.map((filter) => [filter, []]));
