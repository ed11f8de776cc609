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

/** The passage with `id`, asked for unless it is `known`, and the document that it stands in. */
export async function cited(id, { known, signal } = {}) {
  const found = known ?? (await passage(id, signal));
  return { passage: found, document: await sourceDocument(found.source.document, signal) };
}

async function ask(path, options) {
  const response = await reply(path, options);
  const body = await response.json().catch(() => null);
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

const seconds = (retryAfter) => (/^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : null);
