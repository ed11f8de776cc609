// The page of gaps: what was asked and nothing answers well, the most asked first, and what would close each.

import { gaps, merchants } from "../shared/api.js";
import { byId, el } from "../shared/element.js";
import { themeSwitch } from "../shared/theme.js";
import { counted, dateText, languageName } from "../shared/wording.js";
import { exportButton } from "./export.js";
import { chosen, listenToFilters, offer } from "./filters.js";
import { gapCard } from "./gap.js";
import { notice, say, showReport } from "./report.js";

const MOST = 200;
const SLOW = "The queries are being read and compared. The first report may take 20 seconds.";

function load(limit) {
  return showReport({
    work: async (signal) => {
      const [reply, registry] = await Promise.all([gaps({ ...chosen(), limit }, signal), merchants(signal)]);
      return { reply, labels: new Map(registry.merchants.map(({ id, label }) => [id, label])) };
    },
    show,
    slow: SLOW,
    explained: ({ status, code }) => status === 404 && code === "not_found" && withoutKeys(),
  });
}

function show({ reply, labels }) {
  offer("merchant", labels);
  offer("language", reply.gaps.filter(({ language }) => language).map(({ language }) => [language, languageName(language)]));
  if (!reply.query_log) return [withoutLog()];
  if (reply.total_gaps === 0) return [summary(reply), nothing()];
  say(`${counted(reply.total_gaps, "gap")}.`);
  return [
    summary(reply),
    el("div", { class: "cards" }, reply.gaps.map((gap, index) => gapCard(gap, { number: index, labels }))),
    ...moreButton(reply),
  ];
}

function summary({ queries, since, left_out, total_gaps }) {
  const asked = Object.values(queries).reduce((sum, number) => sum + number, 0);
  const missed = `${queries.none} unanswered, ${queries.weak} with a weak answer, ${queries.badly_rated} badly rated`;
  return el(
    "div",
    { class: "summary" },
    el("h2", {}, counted(total_gaps, "gap")),
    el("p", { class: "muted" }, `${counted(asked, "query", "queries")} since ${dateText(since)}: ${missed}.`),
    left_out > 0 && el("p", { class: "check" }, `${counted(left_out, "more missed query", "more missed queries")} not looked at.`),
    total_gaps > 0 && exportButton(() => ({ ...chosen(), limit: MOST })),
  );
}

function moreButton({ gaps: shown, total_gaps }) {
  const most = Math.min(MOST, total_gaps);
  if (shown.length >= most) return [];
  return [el("button", { type: "button", id: "more", onclick: () => load(MOST) }, `Show ${most} of ${total_gaps}`)];
}

const nothing = () => notice("No gaps", el("p", {}, "Nothing was asked here that the texts do not answer."));

const withoutLog = () =>
  notice("Queries are not logged", el("p", {}, "Gaps are found in what people asked. Start the service with ", el("code", {}, "FAQ_QUERY_LOG=on"), " to keep it."));

const withoutKeys = () =>
  notice("Gaps need access keys", el("p", {}, "What visitors asked is shown to nobody while everybody may use this service. ", el("code", {}, "faq keys create"), " makes a first key; use one of role agent or admin here."));

byId("theme").append(themeSwitch());
listenToFilters(() => load());
load();
