// The filters: every value with the number of results it brings; chosen ones stay, though that be none.

import { byId, el } from "../shared/element.js";
import { languageName } from "../shared/wording.js";
import { FILTERS, isFiltered } from "./url.js";

const TITLES = { merchant: "Merchant", language: "Language", section: "Section" };
const SHOWN = 8;
const unfolded = new Set();

/** `choose` is called with a filter, one of its values and whether it is chosen now; `clear` with nothing. */
export function showFacets({ state, counts, merchants, choose, clear }) {
  const place = byId("facets");
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const chosen = FILTERS.flatMap((filter) => state[filter]).length;
  byId("filters-button").textContent = chosen > 0 ? `Filters (${chosen})` : "Filters";
  place.replaceChildren(
    ...FILTERS.filter((filter) => Object.keys(counts[filter]).length > 0).map((filter) =>
      group(filter, values(counts[filter], (value) => nameOf(filter, value, merchants)), state, choose),
    ),
    ...(isFiltered(state) ? [el("button", { type: "button", id: "clear", class: "quiet", onclick: clear }, "Clear filters")] : []),
  );
  if (focused) (byId(focused) ?? byId("q")).focus();
}

function nameOf(filter, value, merchants) {
  if (filter === "merchant") return merchants.get(value)?.label ?? value;
  return filter === "language" ? languageName(value) : value;
}

const values = (counts, name) =>
  Object.entries(counts)
    .map(([value, count]) => ({ value, count, name: name(value) }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));

function group(filter, listed, state, choose) {
  const isChosen = ({ value }) => state[filter].includes(value);
  const first = listed.filter((entry, index) => index < SHOWN || isChosen(entry));
  const rest = listed.filter((entry) => !first.includes(entry));
  const option = (entry) => checkbox(filter, entry, isChosen(entry), (on) => choose(filter, entry.value, on));
  return el(
    "fieldset",
    { "data-filter": filter },
    el("legend", {}, TITLES[filter]),
    first.map(option),
    rest.length > 0 && folded(filter, rest.map(option)),
  );
}

function checkbox(filter, { value, count, name }, checked, toggled) {
  const id = `${filter}-${value}`;
  const box = el("input", { type: "checkbox", id, value, checked, onchange: () => toggled(box.checked) });
  return el("label", { for: id, "data-value": value }, box, el("span", { class: "name", dir: "auto" }, name), number(count));
}

const number = (count) => el("span", { class: "count" }, count.toLocaleString("en"));

function folded(filter, options) {
  const details = el("details", { open: unfolded.has(filter) }, el("summary", {}, `${options.length} more`), options);
  details.addEventListener("toggle", () => (details.open ? unfolded.add(filter) : unfolded.delete(filter)));
  return details;
}
