// A passage with its citation, as plain text and as Markdown: the text word for word, whose it is, where, and a link.

import { permalink } from "./links.js";
import { pathText, placeText } from "./wording.js";

const HARD_BREAK = "\\";

/** The text, then merchant, document and lines, then the link. */
export const plainCitation = (passage) => `${passage.text}\n\n${origin(passage)}\n${permalink(passage.id)}`;

/** The text as a quotation, then merchant, document and lines as a link. */
export function markdownCitation(passage) {
  const lines = passage.text.split(/\r\n|\r|\n/).map(escaped);
  const quotation = lines.map((line, index) => `> ${line}${line && lines[index + 1] ? HARD_BREAK : ""}`.trimEnd());
  return `${quotation.join("\n")}\n\n[${escaped(origin(passage))}](${permalink(passage.id)})`;
}

function origin({ merchant, source }) {
  const document = source.title ? `${source.title} (${pathText(source)})` : pathText(source);
  const dates = [source.updated && `updated ${source.updated}`, source.retrieved && `retrieved ${source.retrieved}`];
  return [merchant.label, document, placeText(source), ...dates].filter(Boolean).join(", ");
}

/** What Markdown would read as markup, escaped, so that it shows the line as the source has it. */
const escaped = (line) =>
  line
    .trim()
    .replace(/[\\`*_[\]<>&|~]/g, "\\$&")
    .replace(/^(#{1,6}|[-+=])(?=\s|$|[-=])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");
