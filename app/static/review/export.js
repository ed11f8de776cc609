// The gaps as a file for spreadsheets: fetched with the access key, which a plain link could not send.

import { gapsFile } from "../shared/api.js";
import { el } from "../shared/element.js";
import { toast } from "../shared/toast.js";

const NAME = "gaps.csv";

/** `wanted` gives the fields of the report that is exported. */
export function exportButton(wanted) {
  const button = el("button", { type: "button", onclick: () => exportTo(button, wanted()) }, "Export CSV");
  return button;
}

async function exportTo(button, fields) {
  button.disabled = true;
  try {
    save(await gapsFile(fields));
    toast(`Saved as ${NAME}.`);
  } catch (failure) {
    toast(`Not saved. ${failure.message}`);
  }
  button.disabled = false;
}

function save(file) {
  const address = URL.createObjectURL(file);
  el("a", { href: address, download: NAME }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}
