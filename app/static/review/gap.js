// One gap as a card: what was asked and how often, how it stands now, and what would close it.

import { el } from "../shared/element.js";
import { passagePath } from "../shared/links.js";
import { counted, dateText, languageName, percent } from "../shared/wording.js";
import { openEntry } from "./entry.js";
import { sparkline } from "./sparkline.js";

const STATES = {
  unanswered: "Unanswered",
  weak: "Weak answer",
  badly_rated: "Badly rated",
  answered_since: "Answered since",
};

/** `labels` has the merchants' labels by their ids. */
export function gapCard(gap, { number, labels }) {
  const title = `gap-${number}`;
  return el(
    "article",
    { class: "card gap", "aria-labelledby": title },
    figures(gap),
    el(
      "div",
      {},
      el("h3", { id: title, dir: "auto", lang: gap.language }, gap.query),
      facts(gap, labels),
      gap.distinct > 1 && examples(gap),
      nearest(gap, labels),
      actions(gap),
    ),
  );
}

function figures({ count, trend, series, series_days }) {
  return el(
    "div",
    { class: "figures" },
    el("p", { class: "count" }, el("strong", {}, count.toLocaleString("en")), count === 1 ? " time" : " times"),
    sparkline(series, series_days),
    el("p", { class: "trend", "data-trend": trend }, trend),
  );
}

function facts(gap, labels) {
  const { merchants, language, state, first_seen, last_seen, badly_rated } = gap;
  return el(
    "p",
    { class: "facts-line" },
    el("strong", { class: "state", "data-state": state }, STATES[state] ?? state),
    merchants.length > 0 ? merchants.map((id) => el("span", { dir: "auto" }, labels.get(id) ?? id)) : el("span", {}, "all merchants"),
    language && el("span", {}, languageName(language)),
    el("span", {}, seen(dateText(first_seen), dateText(last_seen))),
    badly_rated > 0 && el("span", { class: "check" }, `${badly_rated} badly rated`),
  );
}

const seen = (first, last) => (first === last ? last : `${first} to ${last}`);

const examples = ({ examples: shown, distinct, language }) =>
  el(
    "ul",
    { class: "examples", "aria-label": `Asked in ${counted(distinct, "way")}` },
    shown.map(({ text, count }) => el("li", {}, el("bdi", { lang: language }, text), el("span", { class: "muted" }, ` ×\u00a0${count}`))),
  );

function nearest({ nearest: passage, merchants }, labels) {
  if (!passage) return el("p", { class: "nearest muted" }, "No passage is near it.");
  const { id, question, document, merchant, score } = passage;
  return el(
    "p",
    { class: "nearest" },
    el("span", { class: "muted" }, "Nearest passage: "),
    el("a", { href: passagePath(id), dir: "auto" }, question ?? document),
    el("span", { class: "muted" }, merchants.length === 1 ? ` (${percent(score)})` : [" (", el("bdi", {}, labels.get(merchant) ?? merchant), `, ${percent(score)})`]),
  );
}

function actions({ override: { phrasing, answer } }) {
  return el(
    "div",
    { class: "actions" },
    phrasing && el("button", { type: "button", onclick: () => openEntry("phrasing", phrasing) }, "Add as phrasing"),
    answer && el("button", { type: "button", onclick: () => openEntry("answer", answer) }, "Write an answer"),
  );
}
