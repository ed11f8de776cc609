// Copying a passage with its citation, by button or by key, and saying that it is done.

import { markdownCitation, plainCitation } from "./citation.js";
import { copy } from "./clipboard.js";
import { el } from "./element.js";
import { tellOf } from "./events.js";
import { toast } from "./toast.js";

export const copyText = (passage) => copyAs("text", plainCitation(passage), passage);
export const copyMarkdown = (passage) => copyAs("Markdown", markdownCitation(passage), passage);

export const copyButtons = (passage) => [
  el("button", { type: "button", title: "Copy with citation, as plain text (c)", onclick: () => copyText(passage) }, "Copy", spare(" text")),
  el("button", { type: "button", title: "Copy with citation, as Markdown (m)", onclick: () => copyMarkdown(passage) }, spare("Copy "), "Markdown"),
];

/** Words that are heard, and seen where there is room for them. */
const spare = (words) => el("span", { class: "spare" }, words);

async function copyAs(format, citation, passage) {
  const done = await copy(citation);
  if (done) tellOf("copy", passage);
  toast(done ? `Copied as ${format}, cited from ${passage.merchant.label}.` : "This browser did not allow copying.");
}
