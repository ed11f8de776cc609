// The results of a place: asked for, shown ranked or compared, with a welcome before and a notice where they fail.

import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";
import { showCompared } from "./compare.js";
import { markDoubtful } from "./doubts.js";
import { showFacets } from "./facets.js";
import { markContradicted } from "./hit.js";
import { latestOnly } from "./latest.js";
import { addRanked, showRanked } from "./ranked.js";
import { answer, knownMerchants, more } from "./searches.js";
import { cardOf, focusOn, focusResults, startAt } from "./selection.js";
import { UNFILTERED } from "./url.js";
import { showWelcome } from "./welcome.js";

const latest = latestOnly();
const hits = new Map();
let queryId = null; // of the ranked list's first page, whose hits those of further pages belong to
let awaiting = null;

/** A hit that is shown, by its id. */
export const hitOf = (id) => hits.get(id);

/** Calls `then` once the results asked for are shown: now, unless they are under way. */
export function whenShown(then) {
  if (isBusy()) awaiting = then;
  else then();
}

/** `actions` has `ask(query)`, `open(id)`, `filter(change)` and `choose(filter, value, on)`; `tries` nobody asked for. */
export function showResults(state, actions, tries = 0) {
  const failed = (failure) => finish(() => showFailure(failure, state, actions, tries));
  awaiting = null;
  if (tries === 0) byId("status").replaceChildren();
  setBusy(true);
  if (state.q.trim() === "") return latest(knownMerchants, (known) => finish(() => welcome(known, actions)), failed);
  return latest((signal) => answer(state, signal), (found) => finish(() => show(state, found, actions)), failed);
}

const isBusy = () => byId("results").getAttribute("aria-busy") === "true";

function setBusy(busy) {
  byId("results").setAttribute("aria-busy", busy);
  document.body.classList.toggle("busy", busy);
}

function finish(showing) {
  const hadFocus = byId("results").contains(document.activeElement);
  hits.clear();
  say(showing());
  setBusy(false);
  if (hadFocus) focusResults();
  awaiting?.();
  awaiting = null;
}

/** What a search says is heard again; what a notice says that waits by itself, once. */
function say(words) {
  if (byId("status").textContent !== words) byId("status").textContent = words;
}

function welcome(known, { ask }) {
  byId("facets").replaceChildren();
  showWelcome(known, ask);
  return "";
}

function showFailure(failure, state, actions, tries = 0) {
  const notice = failureNotice(failure, (next) => showResults(state, actions, next), tries);
  if (failure.code === "unknown_merchant") notice.append(clearButton(actions));
  byId("results").replaceChildren(notice);
  return notice.getAttribute("aria-label");
}

function show(state, found, actions) {
  const { open, filter, choose } = actions;
  const only = (id) => filter({ merchant: [id], view: "ranked" });
  queryId = found.reply.query_id;
  for (const { reply } of found.columns ?? [found]) keep(reply.hits, reply.query_id);
  showFacets({ state, ...found, choose, clear: () => filter(UNFILTERED) });
  const said = found.columns
    ? showCompared(found.columns, { open, only })
    : showRanked(found.reply, { open, showMore: () => showMore(state, actions), clearButton: () => clearButton(actions) });
  startAt(state.passage);
  mark([...hits.values()], found.reply);
  return said;
}

/** `before` hits of the same query stand above them. */
const keep = (shown, query_id, before = 0) =>
  shown.forEach((hit, index) => hits.set(hit.id, Object.assign(hit, { asked: { query_id, position: before + index + 1 } })));

const mark = (shown, { generation }) =>
  markDoubtful(shown, generation, (hit) => hits.get(hit.id) === hit && markContradicted(cardOf(hit.id), hit));

const clearButton = ({ filter }) =>
  el("button", { type: "button", class: "primary", onclick: () => filter(UNFILTERED) }, "Clear filters");

/** The next page of the ranked list; its first hit becomes the current one. */
function showMore(state, actions) {
  setBusy(true);
  return latest(
    (signal) => more(state, hits.size, signal),
    (reply) => {
      keep(reply.hits, queryId, hits.size);
      addRanked(reply, hits.size, { open: actions.open, showMore: () => showMore(state, actions) });
      mark(reply.hits, reply);
      setBusy(false);
      focusOn(reply.hits[0].id);
    },
    (failure) => finish(() => showFailure(failure, state, actions)),
  );
}
