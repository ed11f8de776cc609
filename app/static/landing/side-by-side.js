// What different merchants say to one question, and the way to the same comparison in the console.

import { cutAt } from "../shared/code-points.js";
import { byId, el } from "../shared/element.js";
import { passagePath } from "../shared/links.js";
import { documentName, languageName, linesText } from "../shared/wording.js";

/** Asked in another language than most texts are in, to show what the search is for. */
export const QUESTION = {
  lang: "de",
  query: "Kann ich meine Bestellung noch stornieren?",
  meaning: "Can I still cancel my order?",
};
const COLUMNS = 3;
const IN_SIGHT = 160; // code points: about four of the six lines that are shown

/** Left out where there is nothing to compare. */
export function showSideBySide(hits) {
  const best = hits.filter(({ merchant }, rank) => hits.findIndex((hit) => hit.merchant.id === merchant.id) === rank);
  byId("compare").hidden = best.length < 2;
  byId("side-by-side").replaceChildren(
    el("div", { class: "columns" }, best.slice(0, COLUMNS).map(column)),
    el("p", {}, el("a", { href: comparison() }, "Compare them all in the console")),
  );
}

/** The question and, for whoever reads this page, what it means. */
export const question = () => [
  el("q", { lang: QUESTION.lang }, QUESTION.query),
  el("span", { class: "muted" }, `“${QUESTION.meaning}”, asked in ${languageName(QUESTION.lang)}`),
];

const comparison = () => `console?${new URLSearchParams({ q: QUESTION.query, view: "compare" })}`;

function column({ id, merchant, language, source, text, highlights }) {
  return el(
    "article",
    {},
    el("h3", { dir: "auto" }, merchant.label),
    el("blockquote", { lang: language, dir: "auto" }, quoted(text, highlights)),
    el(
      "footer",
      {},
      el("a", { href: passagePath(id) }, `${documentName(source)}, ${linesText(source)}`),
      language && el("span", {}, languageName(language)),
    ),
  );
}

/** The text with what matters marked; from there on, where that stands far down. */
function quoted(text, highlights) {
  const marks = highlights.filter(({ field }) => field === "text");
  const from = marks.length > 0 && marks[0].start > IN_SIGHT ? marks[0].start : 0;
  const shown = Array.from(text).slice(from).join("");
  const moved = marks.map(({ start, end }) => ({ start: start - from, end: end - from }));
  return [from > 0 && "… ", ...cutAt(shown, moved, (words) => el("mark", {}, words))];
}
