// One finding as a card: what is doubtful, in a sentence, and its passages, with the words that differ marked.

import { copyButtons } from "../shared/copy-buttons.js";
import { documentTitle } from "../shared/document-view.js";
import { el } from "../shared/element.js";
import { marked } from "../shared/folding.js";
import { passagePath } from "../shared/links.js";
import { dateText, placeText } from "../shared/wording.js";
import { differing } from "./differing.js";

const KINDS = { contradiction: "Contradiction", near_duplicate: "Near duplicate" };

export function findingCard({ kind, detail, merchant, passages }, number) {
  const title = `finding-${number}`;
  return el(
    "article",
    { class: "card finding", tabindex: -1, "aria-labelledby": title, "data-kind": kind },
    el("h3", { id: title }, el("span", { class: "kind" }, KINDS[kind] ?? kind), " ", el("bdi", {}, merchant.label)),
    el("p", { class: "detail", dir: "auto" }, detail),
    el("div", { class: "sides" }, passages.map((passage) => side(passage, passages))),
  );
}

function side(passage, passages) {
  const { id, question, text, language, source, facts } = passage;
  const others = passages.filter((other) => other !== passage);
  const ranges = facts.length > 0 ? facts : differing(text, others.map((other) => other.text), language);
  return el(
    "section",
    { "data-passage": id },
    question && el("h4", { dir: "auto", lang: language }, question),
    el("p", { class: "text", dir: "auto", lang: language }, marked(text, ranges)),
    el(
      "p",
      { class: "muted facts-line" },
      documentTitle(passage),
      el("span", {}, placeText(source)),
      source.updated && el("span", {}, `as of ${dateText(source.updated)}`),
    ),
    el("div", { class: "actions" }, el("a", { href: passagePath(id) }, "Source"), copyButtons(passage)),
  );
}
