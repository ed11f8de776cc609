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

export function linesText({ lines: [first, last], row }) {
  const lines = first === last ? `line ${first}` : `lines ${first}–${last}`;
  return row === null ? lines : `${lines}, row ${row}`;
}

export const partText = ([number, count]) => `part ${number} of ${count}`;

/** What a careful reader checks about a passage's source; stated, never resolved. */
export function checks({ merchant }) {
  return merchant.attributed ? [] : ["the source does not say whose text this is"];
}
