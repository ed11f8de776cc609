// The page of findings: passages of one merchant that contradict or nearly repeat each other, side by side.

import { findings, merchants } from "../shared/api.js";
import { byId, el } from "../shared/element.js";
import { themeSwitch } from "../shared/theme.js";
import { counted } from "../shared/wording.js";
import { chosen, listenToFilters, offer } from "./filters.js";
import { findingCard } from "./finding.js";
import { notice, say, showReport } from "./report.js";

const MOST = 500;
const SLOW = "The findings are being fetched.";

async function load(limit) {
  await showReport({
    work: async (signal) => {
      const [reply, registry] = await Promise.all([findings({ ...chosen(), limit }, signal), merchants(signal)]);
      return { reply, registry };
    },
    show,
    slow: SLOW,
  });
  linked()?.focus();
}

function show({ reply: { findings: found, total }, registry }) {
  offer("merchant", registry.merchants.map(({ id, label }) => [id, label]));
  if (total === 0) return [notice("No findings", el("p", {}, "No passages that contradict or nearly repeat each other were found when the texts were read in."))];
  say(`${counted(total, "finding")}.`);
  return [
    el("div", { class: "summary" }, el("h2", {}, counted(total, "finding")), el("p", { class: "muted" }, "Which of the texts is right is for the merchant to say.")),
    el("div", { class: "cards" }, found.map(findingCard)),
    ...moreButton(found.length, total),
  ];
}

function moreButton(shown, total) {
  const most = Math.min(MOST, total);
  if (shown >= most) return [];
  return [el("button", { type: "button", id: "more", onclick: () => load(MOST) }, `Show ${most} of ${total}`)];
}

/** The finding that a link is about: the first one with its passage. */
function linked() {
  const id = new URLSearchParams(location.search).get("passage");
  return id && byId("results").querySelector(`[data-passage="${CSS.escape(id)}"]`)?.closest(".finding");
}

byId("theme").append(themeSwitch());
listenToFilters(() => load());
load(new URLSearchParams(location.search).has("passage") ? MOST : undefined);
