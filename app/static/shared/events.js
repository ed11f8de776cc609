// What is done with a hit, told to the service, which keeps it where queries are logged; who did it is not told.

import { tell } from "./api.js";

const told = new Set();

/** Whether the reader's browser asks not to be followed. */
const isUnwanted = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

/** `hit` is told of once an `action` and reply; a passage that no reply of a search brought is none. Nothing waits. */
export function tellOf(action, { id, asked }) {
  const key = [action, asked?.query_id, id].join(" ");
  if (!asked?.query_id || told.has(key) || isUnwanted()) return;
  told.add(key);
  tell({ action_name: action, passage_id: id, ...asked });
}
