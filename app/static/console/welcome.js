// The first visit: what can be searched, examples to try, and the keys that matter most.

import { byId, el } from "../shared/element.js";
import { counted, languageName } from "../shared/wording.js";

const EXAMPLES = [
  ["en", "refund window"],
  ["de", "Wie lange dauert die Rückerstattung?"],
  ["fr", "livraison gratuite"],
  ["es", "¿Puedo cambiar mi pedido?"],
  ["ja", "返品用のラベルはもらえますか"],
  ["ar", "هل الشحن مجاني؟"],
];

/** `ask` is called with the query of an example. */
export function showWelcome(merchants, ask) {
  const passages = [...merchants.values()].reduce((sum, merchant) => sum + merchant.passages, 0);
  byId("results").replaceChildren(
    el(
      "section",
      { class: "welcome" },
      el("h2", {}, "What does the policy say?"),
      el("p", {}, `Search ${counted(passages, "passage")} of ${counted(merchants.size, "merchant")}, in any language. Answers come word for word from the source.`),
      el("ul", { class: "examples" }, EXAMPLES.map(([language, query]) => el("li", {}, example(language, query, ask)))),
      el("p", { class: "muted key-hints" }, el("kbd", {}, "/"), " to search, ", el("kbd", {}, "g"), " to compare merchants, ", el("kbd", {}, "?"), " for all keys."),
    ),
  );
}

const example = (language, query, ask) =>
  el(
    "button",
    { type: "button", onclick: () => ask(query) },
    el("span", { lang: language, dir: "auto" }, query),
    el("span", { class: "muted" }, languageName(language)),
  );
