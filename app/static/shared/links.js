// Links: to other sites only where the address is http(s), otherwise the text alone; and to our own pages.

import { el } from "./element.js";

const MAILBOX = /^[^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+$/; // without the "?" that would add recipients
const TELEPHONE = /^\+?(?=(?:\D*\d){6})[\d\s()./-]+$/;

/** `text` as a link to `address`, or as text where the address is none that a browser should follow. */
export function siteLink(address, text = address) {
  if (!isWeb(address)) return el("bdi", {}, text);
  return el("a", { href: address, dir: "auto", rel: "noopener noreferrer", target: "_blank" }, text);
}

/** How to reach a merchant: a link to a mailbox, a telephone or a page; whatever else it is stays text. */
export function contactLink(contact) {
  if (isWeb(contact)) return siteLink(contact);
  if (MAILBOX.test(contact)) return el("a", { href: `mailto:${contact}`, dir: "auto" }, contact);
  if (TELEPHONE.test(contact)) return el("a", { href: `tel:${contact.replace(/[^\d+]/g, "")}`, dir: "ltr" }, contact);
  return el("bdi", {}, contact);
}

/** The address of a passage on the merchant's own page: at the page of a PDF, at the anchor of an HTML page. */
export function originalAddress({ url, page, anchor }) {
  const place = page ? `page=${page}` : anchor && encodeURIComponent(anchor);
  if (!place || !isWeb(url) || new URL(url).hash) return url;
  const address = new URL(url);
  address.hash = place;
  return address.href;
}

export const isWeb = (address) => /^https?:\/\//i.test(address ?? "") && URL.canParse(address);

/** Where the service is, under whatever path: two folders above this file. */
const ROOT = new URL("../../", import.meta.url).pathname;

/** The path of what the service has at `path`, for any page of ours. */
export const servicePath = (path) => `${ROOT}${path}`;

export const passagePath = (id) => servicePath(`source/${encodeURIComponent(id).replaceAll("%3A", ":")}`);

/** The address under which anybody finds the passage again. */
export const permalink = (id) => new URL(passagePath(id), location.origin).href;
