// The keys: which there are, and that none is taken from somebody who is typing or uses a modifier.

import { onThisDevice } from "../shared/storage.js";

const NAME = "faq-single-keys";

/** In the order of the help; `does` names one of the actions given to `listen`. */
export const KEYS = [
  { keys: ["/"], does: "search", help: "Go to the search field" },
  { keys: ["j", "ArrowDown"], does: "next", help: "Next result" },
  { keys: ["k", "ArrowUp"], does: "previous", help: "Previous result" },
  { keys: ["ArrowLeft"], does: "left", help: "Merchant to the left, when comparing" },
  { keys: ["ArrowRight"], does: "right", help: "Merchant to the right, when comparing" },
  { keys: ["o", "Enter"], does: "open", help: "Open the source; once more to go into it" },
  { keys: ["c"], does: "copyText", help: "Copy with citation, as text" },
  { keys: ["m"], does: "copyMarkdown", help: "Copy with citation, as Markdown" },
  { keys: ["g"], does: "compare", help: "Ranked list or by merchant" },
  { keys: ["?"], does: "help", help: "These keys" },
  { keys: ["Escape"], does: "close", help: "Close what is open" },
];

export const singleKeys = () => onThisDevice.get(NAME) !== "off";
export const setSingleKeys = (on) => onThisDevice.set(NAME, on ? "on" : "off");

/** Calls the action of a key that is pressed anywhere but where it means something else. */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    const action = KEYS.find(({ keys }) => keys.includes(event.key));
    if (!action || taken(event)) return;
    event.preventDefault();
    actions[action.does]();
  });
}

function taken(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (target.closest('input:not([type="checkbox"]), textarea, select, dialog')) return true;
  if (key === "Enter") return !target.matches(".hit");
  if (key.startsWith("Arrow")) return target.closest("#pane") !== null || document.querySelector(".hit") === null;
  return key.length === 1 && !singleKeys();
}
