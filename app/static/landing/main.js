// The landing page: who can be searched, the box and its examples, what is searched, and how to use it elsewhere.

import { accessKey } from "../shared/access-key.js";
import { merchants as listMerchants, search } from "../shared/api.js";
import { byId } from "../shared/element.js";
import { exampleItems } from "../shared/examples.js";
import { failureNotice } from "../shared/failure-notice.js";
import { themeSwitch } from "../shared/theme.js";
import { showFigures } from "./figures.js";
import { QUESTION, question, showSideBySide } from "./side-by-side.js";
import { showSnippets } from "./snippets.js";

const box = byId("box");
const picker = byId("merchant");

/** Everything that depends on the merchant chosen: the box, and the ways to have it elsewhere. */
function choose() {
  box.merchant = picker.value || null;
  speakAsVisitor();
  byId("chosen").textContent = picker.value ? picker.selectedOptions[0].label : "all merchants";
  showSnippets(picker.value);
}

/** The interface follows the language of the example until its answers are closed. */
function ask({ lang, query }) {
  box.lang = lang;
  box.search(query);
}

function speakAsVisitor() {
  box.lang = "auto";
}

async function load(tries = 0) {
  box.token = accessKey(); // before anybody can ask, and again once a key is given
  try {
    const [{ merchants }, found] = await Promise.all([listMerchants(), search({ q: QUESTION.query, limit: 50 })]);
    byId("failure").replaceChildren();
    offer(merchants);
    showFigures(merchants, found.facets);
    showSideBySide(found.hits);
  } catch (failure) {
    byId("failure").replaceChildren(failureNotice(failure, load, tries));
  }
}

function offer(merchants) {
  const chosen = picker.value;
  picker.replaceChildren(picker.options[0], ...merchants.map(({ id, label }) => new Option(label, id)));
  picker.value = chosen;
}

byId("theme").append(themeSwitch());
byId("examples").append(...exampleItems(ask));
byId("asked").append(...question());
picker.addEventListener("change", choose);
box.shadowRoot.addEventListener("close", speakAsVisitor, { capture: true }); // a dialog's does not bubble
choose();
load();
