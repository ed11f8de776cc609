// The page of one passage's source: the document whole, with the passage's lines marked and in sight.

import { passage as fetchPassage, sourceDocument } from "../shared/api.js";
import { copyButtons } from "../shared/copy-buttons.js";
import { numberedLines, revealMarked, sourceFacts } from "../shared/document-view.js";
import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";
import { themeSwitch } from "../shared/theme.js";
import { documentName, linesText } from "../shared/wording.js";

async function show() {
  try {
    const passage = await fetchPassage(citedId());
    fill(passage, await sourceDocument(passage.source.document));
  } catch (failure) {
    byId("document").replaceChildren(notice(failure));
  }
  byId("document").setAttribute("aria-busy", "false");
}

function citedId() {
  const given = location.pathname.split("/").at(-1);
  try {
    return decodeURIComponent(given);
  } catch {
    return given; // a "%" that encodes nothing: the service will not know it
  }
}

function fill(passage, { text }) {
  const name = documentName(passage.source);
  document.title = `${name} · ${passage.merchant.label}`;
  byId("title").textContent = name;
  byId("where").textContent = `${passage.merchant.label}, ${linesText(passage.source)}`;
  byId("facts").replaceChildren(sourceFacts(passage));
  byId("actions").replaceChildren(...copyButtons(passage));
  const view = numberedLines(text, passage);
  byId("document").replaceChildren(view);
  revealMarked(view);
}

/** An id changes with the passage's words, so a citation may outlive what it cites. */
function notice(failure) {
  const shown = failureNotice(failure, show);
  if (failure.status === 404) shown.append(el("p", {}, "The source may have changed since it was cited."), searchLink());
  return shown;
}

const searchLink = () => el("a", { href: "/" }, "Search for it");

byId("theme").append(themeSwitch());
show();
