// The first visit: what can be searched, examples to try, and the keys that matter most.

import { byId, el } from "../shared/element.js";
import { exampleItems } from "../shared/examples.js";
import { counted } from "../shared/wording.js";

/** `ask` is called with the query of an example. */
export function showWelcome(merchants, ask) {
  const passages = [...merchants.values()].reduce((sum, merchant) => sum + merchant.passages, 0);
  byId("results").replaceChildren(
    el(
      "section",
      { class: "welcome" },
      el("h2", {}, "What does the policy say?"),
      el("p", {}, `Search ${counted(passages, "passage")} of ${counted(merchants.size, "merchant")}, in any language. Answers come word for word from the source.`),
      el("ul", { class: "examples" }, exampleItems(({ query }) => ask(query))),
      el("p", { class: "muted key-hints" }, el("kbd", {}, "/"), " to search, ", el("kbd", {}, "g"), " to compare merchants, ", el("kbd", {}, "?"), " for all keys."),
    ),
  );
}
