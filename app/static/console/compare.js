// Merchants side by side: for each its own verdict and its best passages.

import { byId, el } from "../shared/element.js";
import { counted } from "../shared/wording.js";
import { hitCard } from "./hit.js";
import { noAnswer, verdictBadge } from "./verdict.js";

/** `only` is called with the id of a merchant whose passages are wanted, all of them; returns what to say of it. */
export function showCompared(columns, { open, only }) {
  const answering = columns.filter(({ reply }) => reply.answerability.verdict === "answer").length;
  const summary = `${counted(columns.length, "merchant")} compared, ${answering} with an answer`;
  byId("results").replaceChildren(
    el("div", { class: "summary" }, el("p", { class: "figures" }, summary)),
    el("div", { class: "columns" }, columns.map((column) => merchantColumn(column, { open, only }))),
  );
  return `${summary}.`;
}

function merchantColumn({ merchant, reply }, { open, only }) {
  const unclear = reply.answerability.verdict === "none";
  const title = `column-${merchant.id}`;
  return el(
    "section",
    { class: "column", "aria-labelledby": title, "data-merchant": merchant.id, "data-verdict": reply.answerability.verdict },
    el("h2", { id: title, dir: "auto" }, merchant.label),
    verdictBadge(reply.answerability),
    unclear && noAnswer([merchant]),
    reply.hits.map((hit) => hitCard(hit, { query: reply.query, open, merchant: false })),
    el("button", { type: "button", class: "quiet", onclick: () => only(merchant.id) }, `All ${counted(reply.total_hits, "passage")}`),
  );
}
