// Light, dark, or as the system says: a choice kept on this device, set as `data-theme` on the root.

import { el } from "./element.js";
import { onThisDevice } from "./storage.js";

const NAME = "faq-theme";
const THEMES = { system: "System", light: "Light", dark: "Dark" };

const chosen = () => (onThisDevice.get(NAME) in THEMES ? onThisDevice.get(NAME) : "system");

export function applyTheme() {
  if (chosen() === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = chosen();
}

/** A labelled choice of theme. */
export function themeSwitch() {
  const select = el(
    "select",
    { "aria-label": "Theme" },
    Object.entries(THEMES).map(([value, name]) => el("option", { value, selected: value === chosen() }, name)),
  );
  select.addEventListener("change", () => {
    onThisDevice.set(NAME, select.value);
    applyTheme();
  });
  return select;
}
