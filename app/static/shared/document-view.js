// A source document, whole, as numbered lines, with those of one passage marked.

import { el } from "./element.js";
import { originalAddress, passagePath, siteLink } from "./links.js";
import { checks, dateText, documentName, languageName, partText, pathText, placeText } from "./wording.js";

/** Lines end where the service's `lines` count them: at \n, \r\n or \r only. */
export function numberedLines(text, { source: { lines }, language }) {
  const [first, last] = lines;
  const rows = text.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/);
  return el("ol", { class: "lines" }, rows.map((row, index) => numberedLine(row, index + 1, { first, last, language })));
}

function numberedLine(text, number, { first, last, language }) {
  const marked = first <= number && number <= last;
  const content = el(marked && text ? "mark" : "span", { dir: "auto", lang: marked && language }, text);
  return el("li", { class: marked && "marked", "data-line": number }, content);
}

/** The document's title in its direction and language, or its path. */
export const documentTitle = ({ source, language }) =>
  el("bdi", { lang: source.title && language }, documentName(source));

/** Whose the document is, which, where in it the passage stands, and when it was retrieved. */
export function sourceFacts(passage) {
  const { merchant, source, section, part, language, alternates } = passage;
  const facts = [
    ["Merchant", merchantFact(merchant)],
    ["Document", el("span", {}, documentTitle(passage), source.title && el("code", {}, pathText(source)))],
    ["Passage", [placeText(source), part && partText(part), language && languageName(language)].filter(Boolean).join(", ")],
    section && ["Section", el("span", { dir: "auto", lang: language }, section)],
    source.updated && ["As of", dateText(source.updated)],
    ["Retrieved", source.retrieved ?? el("span", { class: "check" }, "no date stated")],
    alternates.length > 0 && ["Also answers", el("ul", {}, alternates.map((other) => el("li", {}, alternate(other, language))))],
    source.url && ["Original", siteLink(originalAddress(source), source.url)],
  ].filter(Boolean);
  return el("dl", { class: "facts" }, facts.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

/** A link to the same answer under another question. */
export const alternate = ({ id, question }, language) => el("a", { href: passagePath(id), dir: "auto", lang: language }, question);

function merchantFact(merchant) {
  const { label, url } = merchant;
  const name = url ? siteLink(url, label) : el("bdi", {}, label);
  return el("span", {}, name, checks({ merchant }).map((point) => el("span", { class: "check" }, point)));
}

/** Brings the passage's first line into sight, with what stands above it. */
export const revealMarked = (view) => view.querySelector(".marked")?.scrollIntoView({ block: "start" });
