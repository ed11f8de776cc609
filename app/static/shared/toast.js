// A short message that is seen and heard, and then goes.

import { byId } from "./element.js";

const SHOWN_MS = 4000;
let hiding = 0;

export function toast(message) {
  const place = byId("toast");
  place.textContent = message;
  clearTimeout(hiding);
  hiding = setTimeout(() => place.replaceChildren(), SHOWN_MS);
}
