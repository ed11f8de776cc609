// The panel that makes an entry for overrides.toml: fields to fill in, the entry as it stands, and a button to copy it.

import { copy } from "../shared/clipboard.js";
import { byId, el } from "../shared/element.js";
import { onThisDevice } from "../shared/storage.js";
import { textIn, withTexts } from "./toml.js";

const AUTHOR = "faq-author";
const TITLES = { phrasing: "Add as phrasing", answer: "Write an answer" };

/** `kind` is "phrasing" or "answer"; `entry` what the service suggests. */
export function openEntry(kind, entry) {
  const fields = fieldsOf(kind, entry);
  const shown = el("code", { dir: "ltr" });
  const made = () => withTexts(entry, Object.fromEntries(fields.map((field) => [field.name, field.value.trim()])));
  const done = el("p", { role: "status" });
  const update = () => (shown.textContent = made());
  const form = el(
    "form",
    { oninput: update, onsubmit: (event) => take(event, made(), done) },
    el("h2", { id: "entry-title" }, TITLES[kind]),
    fields.map((field) => el("label", {}, el("span", {}, LABELS[field.name]), field)),
    el("pre", { tabindex: 0, role: "region", "aria-label": "Entry" }, shown),
    el("p", {}, "Put this at the end of ", el("code", {}, "corpus/overrides.toml"), ", run ", el("code", {}, "faq overrides check"), ", then ", el("code", {}, "faq ingest"), "."),
    done,
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Copy"), el("button", { type: "button", onclick: () => byId("entry").close() }, "Close")),
  );
  update();
  byId("entry").replaceChildren(form);
  byId("entry").showModal();
}

const LABELS = { answer: "Answer", reason: "Reason", author: "Author" };

function fieldsOf(kind, entry) {
  const answer = el("textarea", { name: "answer", required: true, rows: 4, dir: "auto" });
  const reason = el("input", { name: "reason", required: true, value: textIn(entry, "reason"), dir: "auto" });
  const author = el("input", { name: "author", required: true, value: onThisDevice.get(AUTHOR), dir: "auto", placeholder: "your name" });
  return kind === "answer" ? [answer, reason, author] : [reason, author];
}

/** Copies the entry once its fields are filled in, and remembers who wrote it. */
async function take(event, entry, done) {
  event.preventDefault();
  onThisDevice.set(AUTHOR, event.target.elements.author.value.trim());
  done.textContent = (await copy(entry)) ? "Copied." : "This browser did not allow copying. Select the text to copy it.";
}
