// The source beside the results: the document of one passage, whole; over the results where there is no room.

import { cited } from "../shared/api.js";
import { copyButtons } from "../shared/copy-buttons.js";
import { documentTitle, numberedLines, revealMarked, sourceFacts } from "../shared/document-view.js";
import { byId, el } from "../shared/element.js";
import { failureNotice } from "../shared/failure-notice.js";
import { passagePath } from "../shared/links.js";
import { placeText } from "../shared/wording.js";
import { latestOnly } from "./latest.js";

const NARROW = window.matchMedia("(max-width: 1099.98px)");
const SMALL = window.matchMedia("(max-width: 480px), (max-height: 600px)");
const latest = latestOnly();
let shown = null;

/** Opens the source of the passage with `id`; `known` is the passage itself where a search brought it. */
export async function openPane(id, known, tries = 0) {
  const pane = byId("pane");
  const opening = pane.hidden;
  if (opening) empty();
  pane.hidden = false;
  document.body.classList.add("with-pane");
  coverOthers();
  if (opening && NARROW.matches) byId("pane-title").focus();
  await latest(
    (signal) => cited(id, { known, signal }),
    fill,
    (failure) => {
      empty();
      byId("pane-body").replaceChildren(failureNotice(failure, (next) => openPane(id, known, next), tries));
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

function fill({ passage, document: { text } }) {
  shown = passage;
  byId("pane-title").replaceChildren(documentTitle(passage));
  byId("pane-actions").replaceChildren(
    ...copyButtons(passage),
    el("a", { href: passagePath(passage.id), title: "A link to this passage" }, "Link"),
  );
  byId("pane-facts").replaceChildren(facts(passage));
  byId("pane-body").replaceChildren(numberedLines(text, passage));
  revealMarked(byId("pane-body"));
}

/** Folded where they would leave the text no room. */
function facts(passage) {
  if (!SMALL.matches) return sourceFacts(passage);
  const { merchant, source } = passage;
  const summary = el("summary", {}, el("bdi", {}, merchant.label), `, ${placeText(source)}`);
  return el("details", {}, summary, sourceFacts(passage));
}
