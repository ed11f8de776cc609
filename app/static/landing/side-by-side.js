// What different merchants say to one question, and the way to the same comparison in the console.

import { documentTitle } from "../shared/document-view.js";
import { byId, el } from "../shared/element.js";
import { folded } from "../shared/folding.js";
import { passagePath } from "../shared/links.js";
import { languageName, placeText } from "../shared/wording.js";

/** Asked in another language than most texts are in, to show what the search is for. */
export const QUESTION = {
  lang: "de",
  query: "Kann ich meine Bestellung noch stornieren?",
  meaning: "Can I still cancel my order?",
};
const COLUMNS = 3;

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

function column(hit) {
  const { id, merchant, language, source } = hit;
  const { lead, rest } = folded(hit);
  return el(
    "article",
    {},
    el("h3", { dir: "auto" }, merchant.label),
    el("blockquote", { lang: language, dir: "auto" }, lead && "… ", rest),
    el(
      "footer",
      {},
      el("a", { href: passagePath(id) }, documentTitle(hit), `, ${placeText(source)}`),
      language && el("span", {}, languageName(language)),
    ),
  );
}
