// The filters of a page, as its address has them: what is chosen is a link, and Back undoes it.

import { byId, el } from "../shared/element.js";

const selects = () => [...byId("filters").querySelectorAll("select")];

/** Calls `changed` whenever something else is chosen. */
export function listenToFilters(changed) {
  restore();
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("change", () => {
    history.pushState(null, "", address());
    changed();
  });
  window.addEventListener("popstate", () => {
    restore();
    changed();
  });
}

/** What is chosen, by the filter's name; empty where anything will do. */
export const chosen = () => Object.fromEntries(selects().map(({ name, value }) => [name, value]));

/** Offers these values of a filter, given as `[value, words]`, behind the first one and whatever is chosen. */
export function offer(name, values) {
  const select = selects().find((each) => each.name === name);
  const { value } = select;
  for (const [offered, words] of values) {
    const known = [...select.options].find((option) => option.value === offered);
    if (known) known.textContent = words;
    else select.append(option(offered, words));
  }
  select.value = value;
}

const option = (value, words) => el("option", { value, dir: "auto" }, words);

/** A value that is not offered yet stands for itself. */
function restore() {
  const given = new URLSearchParams(location.search);
  for (const select of selects()) {
    const value = given.get(select.name) ?? "";
    if (![...select.options].some((each) => each.value === value)) select.append(option(value, value));
    select.value = value;
  }
}

function address() {
  const named = new URLSearchParams(Object.entries(chosen()).filter(([, value]) => value));
  return named.size > 0 ? `?${named}` : location.pathname;
}
