// The ranked list: one verdict, then the hits of all merchants, best first, and more of them on demand.

import { byId, el } from "../shared/element.js";
import { counted } from "../shared/wording.js";
import { hitCard } from "./hit.js";
import { PAGE, hasMore } from "./searches.js";
import { noAnswer, verdictBadge, verdictText } from "./verdict.js";

/** `showMore` is called for the next page; returns what to say of it. */
export function showRanked(reply, { open, showMore, clearButton }) {
  const list = el("div", { class: "hits", id: "hits" }, reply.hits.map((hit) => hitCard(hit, { query: reply.query, open })));
  const unclear = reply.answerability.verdict === "none" && reply.hits.length > 0;
  byId("results").replaceChildren(
    el("h2", { class: "visually-hidden" }, "Results"),
    el("div", { class: "summary" }, verdictBadge(reply.answerability), figures(reply)),
    ...(unclear ? [noAnswer(merchantsOf(reply))] : []),
    ...(reply.total_hits === 0 ? [nothing(clearButton())] : []),
    list,
    ...moreButton(reply, reply.hits.length, showMore),
  );
  return `${counted(reply.total_hits, "result")}. ${verdictText(reply.answerability)}.`;
}

/** Adds the hits of `reply` to the list, which then ends with the hits up to `shown`. */
export function addRanked(reply, shown, { open, showMore }) {
  byId("more")?.remove();
  byId("hits").append(...reply.hits.map((hit) => hitCard(hit, { query: reply.query, open })));
  byId("results").append(...moreButton(reply, shown, showMore));
}

/** Whom to ask: only where the search is down to one merchant; with several nobody knows whose customer it is. */
function merchantsOf({ facets, hits }) {
  return Object.keys(facets.merchant).length === 1 ? [hits[0].merchant] : [];
}

const figures = ({ total_hits, processing_ms, degraded }) =>
  el(
    "p",
    { class: "figures muted" },
    `${counted(total_hits, "passage")} in ${processing_ms < 1 ? "under 1" : Math.round(processing_ms)} ms`,
    degraded && el("span", { class: "check" }, "found by words only: the search by meaning is not available"),
  );

const nothing = (way) =>
  el("section", { class: "notice" }, el("h2", {}, "Nothing in this scope"), el("p", {}, "No passage passes the filters."), way);

function moreButton(reply, shown, showMore) {
  if (!hasMore(reply, shown)) return [];
  const next = Math.min(PAGE, reply.total_hits - shown);
  return [el("button", { type: "button", id: "more", onclick: showMore }, `Show ${next} more of ${reply.total_hits}`)];
}
