// One hit as a card: what it says, where it stands, why it matched, what to check, and what can be done with it.

import { passage } from "../shared/api.js";
import { copyButtons } from "../shared/copy-buttons.js";
import { documentTitle } from "../shared/document-view.js";
import { el } from "../shared/element.js";
import { folded, marked, rangesIn } from "../shared/folding.js";
import { passagePath } from "../shared/links.js";
import { checks, counted, languageName, linesText, partText } from "../shared/wording.js";
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
      question(hit, title),
      el("p", { class: "text", ...inItsLanguage(hit) }, withLead(hit)),
      origin(hit, merchant),
      toCheck(hit),
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
    el("span", { class: "unbroken" }, linesText(source)),
    part && el("span", { class: "unbroken" }, partText(part)),
    section && el("span", { dir: "auto", lang: language }, section),
    language && el("span", {}, languageName(language)),
    source.retrieved && el("span", { class: "unbroken" }, `retrieved ${source.retrieved}`),
  );
}

function toCheck(hit) {
  const points = checks(hit).map((point) => el("li", {}, point));
  if (hit.duplicates.length > 0) points.push(el("li", {}, sameAnswers(hit.duplicates)));
  return points.length > 0 && el("div", { class: "checks" }, el("span", {}, "Check these"), el("ul", {}, points));
}

/** The other questions that this very answer stands under, fetched when they are to be seen. */
function sameAnswers(ids) {
  const links = ids.map((id) => el("a", { href: passagePath(id) }, id));
  const summary = el("summary", {}, `the same answer under ${counted(ids.length, "other question")}`);
  const details = el("details", {}, summary, el("ul", {}, links.map((link) => el("li", {}, link))));
  details.addEventListener("toggle", () => links.forEach((link, index) => nameByQuestion(link, ids[index])), { once: true });
  return details;
}

/** An id stays where there is no question to put in its place. */
async function nameByQuestion(link, id) {
  const other = await passage(id).catch(() => null);
  if (!other?.question) return;
  Object.assign(link, { textContent: other.question, dir: "auto", lang: other.language ?? "" });
}
