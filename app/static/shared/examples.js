// Questions that any merchant's customers ask, in six languages.

import { el } from "./element.js";

const EXAMPLES = [
  { lang: "en", name: "English", query: "How long does shipping take?" },
  { lang: "fr", name: "Français", query: "Comment retourner un article\u00a0?" },
  { lang: "de", name: "Deutsch", query: "Was kostet der Versand?" },
  { lang: "es", name: "Español", query: "¿Puedo cancelar mi pedido?" },
  { lang: "ja", name: "日本語", query: "返金はいつ届きますか？" },
  { lang: "ar", name: "العربية", query: "هل تشحنون إلى خارج البلاد؟" },
];

/** A list item for each, with the language's name in itself; `ask` is called with the example chosen. */
export const exampleItems = (ask) => EXAMPLES.map((example) => el("li", {}, button(example, ask)));

const button = (example, ask) =>
  el(
    "button",
    { type: "button", lang: example.lang, dir: "auto", onclick: () => ask(example) },
    el("span", {}, example.query),
    el("span", { class: "muted" }, example.name),
  );
