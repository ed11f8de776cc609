// The help: what each key does, and a switch for people whose software presses keys for them.

import { byId, el } from "../shared/element.js";
import { KEYS, setSingleKeys, singleKeys } from "./keyboard.js";

const PRINTED = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

export function fillHelp() {
  const rows = KEYS.map(({ keys, help }) => el("div", {}, el("dt", {}, keys.map(printed)), el("dd", {}, help)));
  const box = el("input", { type: "checkbox", id: "single-keys", checked: singleKeys(), onchange: () => setSingleKeys(box.checked) });
  byId("help-keys").replaceChildren(...rows);
  byId("help-switch").replaceChildren(box, el("label", { for: box.id }, "Keys of one letter"));
}

export const showHelp = () => byId("help").showModal();

const printed = (key) => el("kbd", {}, PRINTED[key] ?? key);
