// Text cut at code points, which the service counts in, where JavaScript counts UTF-16 units.

/** `text` as strings and elements: what lies in a `{start, end}` of `ranges` is given to `wrap`. */
export function cutAt(text, ranges, wrap) {
  const points = Array.from(text);
  const pieces = [];
  let done = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, done);
    if (end <= from) continue;
    pieces.push(points.slice(done, from).join(""), wrap(points.slice(from, end).join("")));
    done = end;
  }
  return [...pieces, points.slice(done).join("")].filter((piece) => piece !== "");
}
