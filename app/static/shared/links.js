// Links: to other sites only where the address is http(s), otherwise the text alone; and to our own pages.

import { el } from "./element.js";

/** `text` as a link to `address`, or as text where the address is none that a browser should follow. */
export function siteLink(address, text = address) {
  if (!isWeb(address)) return el("bdi", {}, text);
  return el("a", { href: address, dir: "auto", rel: "noopener noreferrer", target: "_blank" }, text);
}

export const isWeb = (address) => /^https?:\/\//i.test(address ?? "") && URL.canParse(address);

export const passagePath = (id) => `/source/${encodeURIComponent(id).replaceAll("%3A", ":")}`;

/** The address under which anybody finds the passage again. */
export const permalink = (id) => new URL(passagePath(id), location.origin).href;
