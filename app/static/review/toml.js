// An entry of overrides.toml as the service writes it: one line `key = value` a field, whose values can be changed.

/** The text of one field. */
export const textIn = (entry, key) => JSON.parse(lines(entry).find(isOf(key)).slice(`${key} = `.length));

/** The entry with other `texts`, by key. */
export const withTexts = (entry, texts) =>
  Object.entries(texts).reduce(
    (changed, [key, text]) => lines(changed).map((line) => (isOf(key)(line) ? `${key} = ${quoted(text)}` : line)).join("\n"),
    entry,
  );

const lines = (entry) => entry.split("\n");
const isOf = (key) => (line) => line.startsWith(`${key} = `);

/** JSON's texts are TOML's too, but for one character; half a pair of surrogates is no text. */
const quoted = (text) => JSON.stringify(text.toWellFormed()).replaceAll("\u007f", "\\u007f");
