// The agent console: what the reader does becomes a place, and the place decides what is shown.

import { copyMarkdown, copyText } from "../shared/copy-buttons.js";
import { byId } from "../shared/element.js";
import { tellOf } from "../shared/events.js";
import { themeSwitch } from "../shared/theme.js";
import { focusField, isInField, listenToField, searchFor, showInField, typed } from "./field.js";
import { fillHelp, showHelp } from "./help.js";
import { listen } from "./keyboard.js";
import { closePane, focusPane, openPane, paneIsOpen, passageLookedAt } from "./pane.js";
import { go, here, isOpened, onArrival } from "./place.js";
import { hitOf, showResults, whenShown } from "./results.js";
import { current, focusCurrent, followSelection, move, moveAcross, stepTo } from "./selection.js";
import { searched } from "./url.js";

const inHand = () => passageLookedAt() ?? hitOf(current()?.dataset.id);
const withPassage = (act) => () => inHand() && act(inHand());

function arrive(state, previous) {
  if (state.q !== previous?.q) showInField(state.q);
  showView(state.view);
  document.title = state.q ? `${state.q} · Agent console` : "Agent console";
  if (!previous || searched(state) !== searched(previous)) showResults(state, actions);
  if (state.passage !== (previous?.passage ?? null)) showSource(state.passage);
}

function showView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll("[data-choose-view]"))
    button.setAttribute("aria-pressed", button.dataset.chooseView === view);
}

/** A source that closes under the focus hands it back to the hit in hand. */
function showSource(id) {
  if (id) {
    if (hitOf(id)) tellOf("click", hitOf(id));
    return openPane(id, hitOf(id));
  }
  const hadFocus = byId("pane").contains(document.activeElement);
  closePane();
  if (hadFocus) focusCurrent();
}

const actions = {
  ask: searchFor,
  open: (id) => go({ passage: id }, paneIsOpen() ? { amend: true, opened: isOpened() } : { opened: true }),
  filter: (change) => go({ ...typed(), ...change }),
  choose: (filter, value, on) => {
    const others = here()[filter].filter((other) => other !== value);
    actions.filter({ [filter]: on ? [...others, value] : others });
  },
};

/** Back, where opening the source was the last thing done; else the same place without it. */
function close() {
  if (!paneIsOpen()) return;
  if (isOpened()) history.back();
  else go({ passage: null }, { amend: true });
}

/** A search field empties itself on Escape, which is not meant while a source is open. */
function closeFromField(event) {
  if (event.key !== "Escape" || event.isComposing || !paneIsOpen()) return;
  event.preventDefault();
  close();
}

/** Opens the source of the current hit; where it is open already, goes into it. */
function openOrEnter() {
  const id = current()?.dataset.id;
  if (id && paneIsOpen() && here().passage === id) focusPane();
  else if (id) actions.open(id);
}

const toggleView = () => actions.filter({ view: here().view === "compare" ? "ranked" : "compare" });

onArrival(arrive);
listenToField(() => whenShown(() => isInField(here().q) && focusCurrent()));
followSelection((id) => paneIsOpen() && actions.open(id));
fillHelp();
byId("theme").append(themeSwitch());
byId("q").addEventListener("keydown", closeFromField);
byId("help-button").addEventListener("click", showHelp);
byId("pane-close").addEventListener("click", close);
byId("pane-next").addEventListener("click", () => stepTo(1));
byId("pane-previous").addEventListener("click", () => stepTo(-1));
byId("filters-button").addEventListener("click", ({ currentTarget }) =>
  currentTarget.setAttribute("aria-expanded", currentTarget.getAttribute("aria-expanded") !== "true"),
);
for (const button of document.querySelectorAll("[data-choose-view]"))
  button.addEventListener("click", () => actions.filter({ view: button.dataset.chooseView }));
listen({
  search: focusField,
  next: () => move(1),
  previous: () => move(-1),
  left: () => moveAcross(-1),
  right: () => moveAcross(1),
  open: openOrEnter,
  copyText: withPassage(copyText),
  copyMarkdown: withPassage(copyMarkdown),
  compare: toggleView,
  help: showHelp,
  close,
});
