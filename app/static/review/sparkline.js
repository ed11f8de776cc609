// How often something was asked, period by period, as small bars, and as words for whoever does not see them.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 24;
const STEP = 5;
const WIDTH = 4;
const LEAST = 1; // of the height, so that a period with none is seen as one

/** `series` begins with the oldest period, each of `days` days. */
export function sparkline(series, days) {
  const most = Math.max(1, ...series);
  const svg = drawn("svg", { viewBox: `0 0 ${series.length * STEP} ${HEIGHT}`, class: "sparkline", role: "img", preserveAspectRatio: "xMinYMax" });
  svg.setAttribute("aria-label", `Asked by ${days === 1 ? "day" : `${days} days`}, oldest first: ${series.join(", ")}`);
  svg.append(...series.map((count, index) => bar(index * STEP, Math.max(LEAST, (count / most) * HEIGHT))));
  return svg;
}

const bar = (x, height) => drawn("rect", { x, y: HEIGHT - height, width: WIDTH, height });

function drawn(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
