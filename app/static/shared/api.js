// The service's HTTP contract as functions; whatever goes wrong is a Failure that says what and when to try again.

import { accessKey } from "./access-key.js";
import { servicePath } from "./links.js";

/** `status` is null where no reply came; `wait` is the seconds the service asks for, or null. */
export class Failure extends Error {
  constructor({ status = null, code = null, detail = "", wait = null }) {
    super(detail);
    Object.assign(this, { status, code, detail, wait });
  }
}

export const search = (request, signal) =>
  ask("v1/search", { method: "POST", body: JSON.stringify(request), signal });
export const passage = (id, signal) => ask(`v1/passages/${encodeURIComponent(id)}`, { signal });
const sourceDocument = (path, signal) =>
  ask(`v1/documents/${path.split("/").map(encodeURIComponent).join("/")}`, { signal });
export const merchants = (signal) => ask("v1/merchants", { signal });
export const findings = (fields, signal) => ask(`v1/findings${queryOf(fields)}`, { signal });
export const gaps = (fields, signal) => ask(`v1/gaps${queryOf(fields)}`, { signal });
export const gapsFile = (fields) => ask(`v1/gaps${queryOf({ ...fields, format: "csv" })}`, {}, (response) => response.blob());

/** Says what was done with a hit: nothing waits for it, or hears that it failed. */
export function tell(event) {
  reply("v1/events", { method: "POST", body: JSON.stringify(event), keepalive: true }).catch(() => {});
}

/** The passage with `id`, asked for unless it is `known`, and the document that it stands in. */
export async function cited(id, { known, signal } = {}) {
  const found = known ?? (await passage(id, signal));
  return { passage: found, document: await sourceDocument(found.source.document, signal) };
}

/** Whatever `read` makes of the response; a problem is JSON. */
async function ask(path, options, read = (response) => response.json()) {
  const response = await reply(path, options);
  const body = await (response.ok ? read(response) : response.json()).catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Failure({
    status: response.status,
    code: body?.code,
    detail: body?.detail ?? "The reply could not be read.",
    wait: seconds(response.headers.get("Retry-After")),
  });
}

/** An aborted request stays an AbortError; any other that got no reply is a Failure without a status. */
async function reply(path, options) {
  const request = { ...options, headers: headers(options) };
  try {
    return await fetch(servicePath(path), request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure({ detail: error.message });
  }
}

function headers({ body }) {
  const key = accessKey();
  return {
    ...(body && { "Content-Type": "application/json" }),
    ...(key && { Authorization: `Bearer ${key}` }),
  };
}

/** The fields that have a value, as a query string. */
function queryOf(fields) {
  const named = new URLSearchParams(Object.entries(fields).filter(([, value]) => value));
  return named.size > 0 ? `?${named}` : "";
}

const seconds = (retryAfter) => (/^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : null);
