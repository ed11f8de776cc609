// The access key of a keyed service: asked for only when the service wants one, kept until the tab closes.

import { el } from "./element.js";
import { inThisTab } from "./storage.js";

const NAME = "faq-access-key";

export const accessKey = () => inThisTab.get(NAME);

/** A form for the key; `then` runs once one is given. */
export function accessKeyForm(then) {
  const field = el("input", { type: "password", id: "access-key", autocomplete: "off", required: true });
  return el(
    "form",
    {
      class: "access-key",
      onsubmit: (event) => {
        event.preventDefault();
        inThisTab.set(NAME, field.value.trim());
        then();
      },
    },
    el("label", { for: "access-key" }, "Access key"),
    field,
    el("button", { class: "primary" }, "Use this key"),
  );
}
