// A long text apart: what stands well before the words that matter, and the rest, with those words marked.

import { cutAt } from "./code-points.js";
import { el } from "./element.js";

const CONTEXT = 80; // code points before the first mark that are worth seeing
const SHORTEST_LEAD = 80; // that is worth leaving out

export const rangesIn = (field, { highlights }) => highlights.filter((highlight) => highlight.field === field);

export const marked = (text, ranges) => cutAt(text, ranges, (words) => el("mark", {}, words));

/** `{lead, rest}`: a string, empty where the words that matter come soon, and strings and elements. */
export function folded(hit) {
  const points = Array.from(hit.text);
  const ranges = rangesIn("text", hit);
  const length = leadLength(points, ranges[0]?.start ?? 0);
  const moved = ranges.map(({ start, end }) => ({ start: start - length, end: end - length }));
  return { lead: points.slice(0, length).join(""), rest: marked(points.slice(length).join(""), moved) };
}

/** Code points up to the last white space that is well before `start`; none of a text that is soon there. */
function leadLength(points, start) {
  const latest = start - CONTEXT;
  if (latest < SHORTEST_LEAD) return 0;
  const space = points.slice(0, latest).findLastIndex((point) => /\s/u.test(point));
  return space < SHORTEST_LEAD ? latest : space + 1;
}
