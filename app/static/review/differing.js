// The words of a text that not all of some other texts have.

/** Their places in code points: `{start, end}`. */
export function differing(text, others, language) {
  const had = others.map((other) => new Set(words(other, language).map(folded)));
  return words(text, language)
    .filter((word) => had.some((each) => !each.has(folded(word))))
    .map(({ start, segment }) => ({ start, end: start + length(segment) }));
}

function words(text, language) {
  let start = 0;
  return [...segmenter(language).segment(text)]
    .map(({ segment, isWordLike }) => {
      const word = { start, segment, isWordLike };
      start += length(segment);
      return word;
    })
    .filter(({ isWordLike }) => isWordLike);
}

/** A language that is none is read as any. */
function segmenter(language) {
  try {
    return new Intl.Segmenter(language ?? undefined, { granularity: "word" });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: "word" });
  }
}

const folded = ({ segment }) => segment.toLowerCase();
const length = (text) => Array.from(text).length;
