// The ways to have the search elsewhere, ready to be copied, for the merchant chosen.

import { copy } from "../shared/clipboard.js";
import { el } from "../shared/element.js";
import { toast } from "../shared/toast.js";

const SERVICE = new URL(".", document.baseURI).href.replace(/\/$/, "");

const SNIPPETS = {
  element: (merchant) => `<script type="module" src="${SERVICE}/static/faq-search.js"></script>
<faq-search ${merchant && `merchant="${merchant}" `}lang="auto"></faq-search>`,
  command: (merchant) => `curl ${SERVICE}/v1/search \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ q: "How long does shipping take?", merchant: merchant || undefined, limit: 3 })}'`,
  assistant: () => `${SERVICE}/mcp`,
};

/** Puts them into their places; `merchant` is an id, or empty for all. */
export function showSnippets(merchant) {
  for (const place of document.querySelectorAll("[data-snippet]")) {
    place.replaceChildren(...copyable(SNIPPETS[place.dataset.snippet](merchant)));
  }
}

function copyable(code) {
  return [
    el("pre", { tabindex: 0, role: "group", "aria-label": "Code" }, el("code", {}, code)),
    el("button", { type: "button", onclick: () => tryToCopy(code) }, "Copy"),
  ];
}

async function tryToCopy(code) {
  toast((await copy(code)) ? "Copied." : "This browser did not allow copying.");
}
