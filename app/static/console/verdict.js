// Whether the passages answer, and how sure that is.

import { el } from "../shared/element.js";
import { contactLink } from "../shared/links.js";
import { confidenceText } from "../shared/wording.js";

const VERDICTS = {
  answer: "Answer found",
  weak: "Possible answer",
  none: "No clear answer",
};

export const verdictText = ({ verdict, confidence }) => `${VERDICTS[verdict]}, ${confidenceText(confidence)}`;

export const verdictBadge = ({ verdict, confidence }) =>
  el("p", { class: "verdict", "data-verdict": verdict }, el("strong", {}, VERDICTS[verdict]), el("span", {}, confidenceText(confidence)));

/** What to do where there is no clear answer: the closest passages, and whom to ask. */
export function noAnswer(merchants) {
  const reachable = merchants.filter(({ contact }) => contact);
  return el(
    "div",
    { class: "no-answer" },
    el("p", {}, "These are the closest passages; none answers clearly."),
    reachable.map(({ label, contact }) => el("p", {}, "Contact of ", el("bdi", {}, label), ": ", contactLink(contact))),
  );
}
