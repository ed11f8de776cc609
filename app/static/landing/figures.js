// What is searched, in figures that the service gives.

import { byId, el } from "../shared/element.js";

const MOST_COUNTED = 1000; // results that a search's facets count; beyond them, a language could be missed

/** `facets` are those of any search without a filter: it ranks every passage. */
export function showFigures(merchants, facets) {
  const passages = merchants.reduce((sum, merchant) => sum + merchant.passages, 0);
  const languages = Object.keys(facets.language).length;
  byId("figures").replaceChildren(
    figure(merchants.length, "merchant", "merchants"),
    figure(passages, "passage", "passages"),
    ...(passages <= MOST_COUNTED ? [figure(languages, "language of the texts", "languages of the texts")] : []),
  );
}

const figure = (number, one, many) =>
  el("div", {}, el("dt", {}, number === 1 ? one : many), el("dd", {}, number.toLocaleString("en")));
