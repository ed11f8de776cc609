// Why a hit matched, in figures: its score, the words and the meaning it shares with the query, the languages.

import { el } from "../shared/element.js";
import { languageName, percent } from "../shared/wording.js";

export function why({ score, match, language }, query) {
  return el(
    "dl",
    { class: "why" },
    measure("Score", score, score.toFixed(2)),
    measure(["Words", el("span", { class: "spare" }, " in common")], match.lexical),
    measure("Meaning", match.semantic),
    match.cross_lingual && el("div", { class: "across" }, el("dt", {}, "Other language"), el("dd", {}, across(query, language))),
  );
}

const across = (query, language) => `${languageName(query.language)} → ${languageName(language)}`;

/** A share with a bar; nothing where the service did not measure it. */
function measure(name, share, text) {
  if (share === null || share === undefined) return null;
  return el("div", {}, el("dt", {}, name), el("dd", {}, text ?? percent(share), bar(share)));
}

/** For the eye only: the number stands beside it. */
function bar(share) {
  const filled = el("span");
  filled.style.width = `${share * 100}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, filled);
}
