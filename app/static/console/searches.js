// The requests behind one view: the search, the counts of its facets and, for comparing, a search a merchant.

import { merchants, search } from "../shared/api.js";
import { FILTERS } from "./url.js";

export const PAGE = 10;
const A_MERCHANT = 3;
const MOST_COLUMNS = 12;
const AT_A_TIME = 2;
const LAST_OFFSET = 1000;

let registry = null;

/** Every merchant by id; asked for once, and again where one of `ids` is none of them. */
export async function knownMerchants(signal, ids = []) {
  if (!registry || ids.some((id) => !registry.has(id)))
    registry = new Map((await merchants(signal)).merchants.map((merchant) => [merchant.id, merchant]));
  return registry;
}

/** `{reply, counts, columns, merchants}`; `columns` is null unless merchants are compared. */
export async function answer(state, signal) {
  const [reply, ...others] = await Promise.all([
    search({ ...request(state), limit: PAGE }, signal),
    ...FILTERS.map((filter) => countsWithout(filter, state, signal)),
    knownMerchants(signal),
  ]);
  await knownMerchants(signal, [...state.merchant, ...Object.keys(reply.facets.merchant)]); // one may be new
  const counts = Object.fromEntries(FILTERS.map((filter, index) => [filter, merged(filter, state, reply, others[index])]));
  const compared = state.view === "compare" ? await columns(state, reply, signal) : null;
  return { reply, counts, columns: compared, merchants: registry };
}

export const more = (state, offset, signal) => search({ ...request(state), limit: PAGE, offset }, signal);
export const hasMore = (reply, shown) => shown < reply.total_hits && shown <= LAST_OFFSET;

function request(state) {
  const chosen = FILTERS.filter((filter) => state[filter].length > 0);
  return { q: state.q.trim(), ...Object.fromEntries(chosen.map((filter) => [filter, state[filter]])) };
}

/** How many results each other value of a filter in use would bring; a filter not in use has them in the reply. */
async function countsWithout(filter, state, signal) {
  if (state[filter].length === 0) return {};
  const anywhere = request({ ...state, [filter]: [] });
  const unfiltered = await search({ ...anywhere, limit: 1, offset: 1 }, signal); // a further page is no query of its own
  return unfiltered.facets[filter];
}

/** A chosen value counts what the reply holds of it, though that be nothing. */
function merged(filter, state, reply, others) {
  const chosen = Object.fromEntries(state[filter].map((value) => [value, 0]));
  return { ...others, ...chosen, ...reply.facets[filter] };
}

async function columns(state, reply, signal) {
  const ids = state.merchant.length > 0 ? state.merchant : inRegistryOrder(likeliest(reply));
  return inTurns(ids, async (id) => ({
    merchant: registry.get(id),
    reply: await search({ ...request({ ...state, merchant: [id] }), limit: A_MERCHANT, log: false }, signal),
  }));
}

/** The merchants of the best hits first, so that those left out are the least likely to answer. */
function likeliest(reply) {
  const ids = [...reply.hits.map((hit) => hit.merchant.id), ...Object.keys(reply.facets.merchant)];
  return new Set([...new Set(ids)].slice(0, MOST_COLUMNS));
}

const inRegistryOrder = (ids) => [...registry.keys()].filter((id) => ids.has(id));

/** `work` on every item, `AT_A_TIME` at once; the results in the order of the items. */
async function inTurns(items, work) {
  const results = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
