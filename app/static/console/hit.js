// One hit as a card: what it says, where it stands, why it matched, what to check, and what can be done with it.

import { copyButtons } from "../shared/copy-buttons.js";
import { alternate, documentTitle } from "../shared/document-view.js";
import { el } from "../shared/element.js";
import { folded, marked, rangesIn } from "../shared/folding.js";
import { passagePath, servicePath } from "../shared/links.js";
import { CONTRADICTED, CURATION, checks, counted, dateText, languageName, partText, placeText } from "../shared/wording.js";
import { why } from "./why.js";

/** `open` is called with the hit's id; `merchant` false leaves its label out, where a heading above says it. */
export function hitCard(hit, { query, open, merchant = true }) {
  const title = `hit-${hit.id}`;
  return el(
    "article",
    { class: "hit", tabindex: -1, "data-id": hit.id, "aria-labelledby": title },
    el(
      "div",
      {},
      curated(hit.curation),
      question(hit, title),
      el("p", { class: "text", ...inItsLanguage(hit) }, withLead(hit)),
      origin(hit, merchant),
      alsoAnswers(hit.alternates, hit.language),
      el("div", { class: "checks" }, points(hit)),
      el("footer", { class: "actions" }, actions(hit, open)),
    ),
    why(hit, query),
  );
}

const actions = (hit, open) => [
  el("button", { type: "button", title: "Open the source beside (o)", onclick: () => open(hit.id) }, "Source"),
  copyButtons(hit),
  el("a", { href: passagePath(hit.id), title: "A link to this passage" }, "Link"),
];

const inItsLanguage = ({ language }) => ({ dir: "auto", lang: language });

function question(hit, id) {
  if (hit.question === null) return el("h3", { id, class: "muted" }, "Without a question in the source");
  return el("h3", { id, ...inItsLanguage(hit) }, marked(hit.question, rangesIn("question", hit)));
}

/** A folded card leaves the lead out, and begins near the words that matter. */
function withLead(hit) {
  const { lead, rest } = folded(hit);
  return [lead && el("span", { class: "lead" }, lead), rest];
}

function origin({ merchant, source, part, section, language }, withMerchant) {
  return el(
    "p",
    { class: "origin" },
    withMerchant && el("strong", { dir: "auto" }, merchant.label),
    documentTitle({ source, language }),
    el("span", { class: "unbroken" }, placeText(source)),
    part && el("span", { class: "unbroken" }, partText(part)),
    section && el("span", { dir: "auto", lang: language }, section),
    language && el("span", {}, languageName(language)),
    source.updated && el("span", { class: "unbroken" }, `as of ${dateText(source.updated)}`),
    source.retrieved && el("span", { class: "unbroken" }, `retrieved ${source.retrieved}`),
  );
}

function curated(curation) {
  if (!curation) return null;
  const { kind, text } = curation;
  return el("p", { class: "curation", "data-kind": kind }, el("span", {}, CURATION[kind]), text && el("q", { dir: "auto" }, text));
}

function alsoAnswers(alternates, language) {
  if (alternates.length === 0) return null;
  const summary = el("summary", {}, `Also answers ${counted(alternates.length, "other question")}`);
  return el("details", { class: "also" }, summary, el("ul", {}, alternates.map((other) => el("li", {}, alternate(other, language)))));
}

/** Says on the card of a hit that the texts of its merchant contradict it, and where that is told. */
export function markContradicted(card, hit) {
  const address = servicePath(`console/findings?${new URLSearchParams({ merchant: hit.merchant.id, passage: hit.id })}`);
  card.querySelector(".checks").replaceChildren(...points(hit, el("a", { href: address }, CONTRADICTED)));
}

/** What to check about the hit; nothing where there is nothing. */
function points(hit, further) {
  const listed = [...checks(hit), further].filter(Boolean).map((point) => el("li", {}, point));
  return listed.length > 0 ? [el("span", {}, "Check these"), el("ul", {}, listed)] : [];
}
