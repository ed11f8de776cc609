// The source beside the results: the document of one passage, whole; over the results where there is no room.

import { passage as fetchPassage, sourceDocument } from "../shared/api.js";
import { copyButtons } from "../shared/copy-buttons.js";
import { numberedLines, revealMarked, sourceFacts } from "../shared/document-view.js";
import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";
import { passagePath } from "../shared/links.js";
import { documentName } from "../shared/wording.js";
import { latestOnly } from "./latest.js";

const NARROW = window.matchMedia("(max-width: 1099.98px)");
const latest = latestOnly();
let shown = null;

/** Opens the source of the passage with `id`; `known` is the passage itself where a search brought it. */
export async function openPane(id, known) {
  const pane = byId("pane");
  const opening = pane.hidden;
  if (opening) empty();
  pane.hidden = false;
  document.body.classList.add("with-pane");
  coverOthers();
  if (opening && NARROW.matches) byId("pane-title").focus();
  await latest(
    async (signal) => {
      const passage = known ?? (await fetchPassage(id, signal));
      return { passage, document: await sourceDocument(passage.source.document, signal) };
    },
    ({ passage, document }) => fill(passage, document),
    (failure) => {
      empty();
      byId("pane-body").replaceChildren(failureNotice(failure, () => openPane(id, known)));
    },
  );
}

export function closePane() {
  byId("pane").hidden = true;
  document.body.classList.remove("with-pane");
  coverOthers();
}

/** The passage whose source is looked at right now, by somebody who went into it; else null. */
export const passageLookedAt = () => (byId("pane").contains(document.activeElement) ? shown : null);

export const paneIsOpen = () => !byId("pane").hidden;
export const focusPane = () => byId("pane-body").focus();

/** What the pane lies over cannot be reached while it does. */
function coverOthers() {
  const covered = paneIsOpen() && NARROW.matches;
  for (const other of document.querySelectorAll("[data-under-pane]")) other.inert = covered;
}

NARROW.addEventListener("change", coverOthers);

function empty() {
  shown = null;
  byId("pane-title").textContent = "Source";
  for (const part of ["pane-actions", "pane-facts", "pane-body"]) byId(part).replaceChildren();
}

function fill(passage, { text }) {
  shown = passage;
  byId("pane-title").textContent = documentName(passage.source);
  byId("pane-actions").replaceChildren(
    ...copyButtons(passage),
    el("a", { href: passagePath(passage.id), title: "A link to this passage" }, "Link"),
  );
  byId("pane-facts").replaceChildren(sourceFacts(passage));
  byId("pane-body").replaceChildren(numberedLines(text, passage));
  revealMarked(byId("pane-body"));
}
