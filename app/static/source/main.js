// The page of one passage's source: the document whole, with the passage's lines marked and in sight.

import { cited } from "../shared/api.js";
import { copyButtons } from "../shared/copy-buttons.js";
import { documentTitle, numberedLines, revealMarked, sourceFacts } from "../shared/document-view.js";
import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";
import { servicePath } from "../shared/links.js";
import { themeSwitch } from "../shared/theme.js";
import { documentName, placeText } from "../shared/wording.js";

async function show(tries = 0) {
  try {
    fill(await cited(citedId()));
  } catch (failure) {
    byId("document").replaceChildren(notice(failure, tries));
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

function fill({ passage, document: { text } }) {
  document.title = `${documentName(passage.source)} · ${passage.merchant.label}`;
  byId("title").replaceChildren(documentTitle(passage));
  byId("where").replaceChildren(el("bdi", {}, passage.merchant.label), `, ${placeText(passage.source)}`);
  byId("facts").replaceChildren(sourceFacts(passage));
  byId("actions").replaceChildren(...copyButtons(passage));
  const view = numberedLines(text, passage);
  byId("document").replaceChildren(view);
  revealMarked(view);
}

/** An id changes with the passage's words, so a citation may outlive what it cites. */
function notice(failure, tries) {
  const shown = failureNotice(failure, show, tries);
  if (failure.status === 404) shown.append(el("p", {}, "The source may have changed since it was cited."), searchLink());
  return shown;
}

const searchLink = () => el("a", { href: servicePath("") }, "Search for it");

byId("theme").append(themeSwitch());
show();
