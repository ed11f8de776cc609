// How passages and their sources are put into words, the same on every page.

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

export function languageName(code) {
  try {
    return LANGUAGES.of(code);
  } catch {
    return code; // not a language tag
  }
}

export const percent = (share) => `${Math.round(share * 100)}%`;

/** A confidence is never certain, however it is rounded. */
export function confidenceText(confidence) {
  if (confidence > 0.99) return "confidence over 99%";
  if (confidence < 0.01) return "confidence under 1%";
  return `confidence ${percent(confidence)}`;
}

export const counted = (number, noun, plural = `${noun}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;

export const documentName = ({ title, document }) => title ?? document;

/** Where in its document a passage stands: the page of a PDF, the lines, the row of a table. */
export function placeText({ page, lines: [first, last], row }) {
  const lines = first === last ? `line ${first}` : `lines ${first}–${last}`;
  return [page && `page ${page}`, lines, row && `row ${row}`].filter(Boolean).join(", ");
}

/** The document's path, with the anchor of an HTML page that the passage stands at. */
export const pathText = ({ document, anchor }) => (anchor ? `${document}#${anchor}` : document);

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** A date in words; one that is none stays as it is. */
export function dateText(date) {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : DATE.format(time);
}

/** What a hit owes to a curator: the words before the query, phrasing or synonym that it was matched with. */
export const CURATION = {
  pin: "Pinned for",
  answer: "Written answer to",
  phrasing: "Matched a curator’s phrasing",
  synonym: "Matched a curator’s synonym",
};

export const CONTRADICTED = "contradicts another passage of this merchant";

export const partText = ([number, count]) => `part ${number} of ${count}`;

/** What a careful reader checks about a passage's source; stated, never resolved. */
export function checks({ merchant }) {
  return merchant.attributed ? [] : ["the source does not say whose text this is"];
}
