// Which hits contradict another passage of their merchant: asked for once a merchant and generation, an extra that may fail.

import { findings } from "../shared/api.js";

const MOST = 500;
const asked = new Map(); // ids of passages, as a promise, by generation and merchant

/** Calls `mark` with each of the hits that does. */
export async function markDoubtful(hits, generation, mark) {
  for (const merchant of new Set(hits.map((hit) => hit.merchant.id))) {
    const ids = await contradicted(merchant, generation);
    hits.filter((hit) => ids.has(hit.id)).forEach(mark);
  }
}

function contradicted(merchant, generation) {
  const key = JSON.stringify([generation, merchant]);
  if (!asked.has(key)) asked.set(key, idsOf(merchant));
  return asked.get(key);
}

async function idsOf(merchant) {
  const reply = await findings({ merchant, kind: "contradiction", limit: MOST }).catch(() => ({ findings: [] }));
  return new Set(reply.findings.flatMap(({ passages }) => passages.map(({ id }) => id)));
}
