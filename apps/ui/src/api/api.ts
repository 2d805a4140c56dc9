import type { ApiApp } from "@lockstep/api";
import { hc } from "hono/client";

import { ApiFailure, type ProblemDocument } from "./api-failure.ts";

/**
 * The API, typed by its own routes: `read(() => api.environments.$get({ query: {} }))`.
 * What it takes and answers is what `@lockstep/api` declares.
 */
export const api = hc<ApiApp>(window.location.origin, { init: { credentials: "same-origin" }, fetch: send })
  .api.v1;

type Listener = () => void;
const lost = new Set<Listener>();

/** Calls back when the server says that the session is over. */
export function onSessionLost(listener: Listener): () => void {
  lost.add(listener);
  return () => lost.delete(listener);
}

/** Throws `ApiFailure` for everything but success. */
async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok) return response;
  const failure = new ApiFailure(
    response.status,
    await readProblem(response),
    response.headers.get("X-Request-Id"),
  );
  if (failure.status === 401) for (const listener of lost) listener();
  throw failure;
}

async function readProblem(response: Response): Promise<ProblemDocument> {
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    return { title: `The server answered ${response.status}` };
  }
}

interface Readable {
  json(): Promise<unknown>;
}

type Body<R> = R extends { json(): Promise<infer Answer> } ? Answer : never;

/** The body of a successful answer. Throws `ApiFailure`. */
export async function read<R extends Readable>(response: Promise<R>): Promise<Body<R>> {
  return (await (await response).json()) as Body<R>;
}

/** A new key, so that a change that is sent twice happens once. */
export function onlyOnce(): { readonly headers: { readonly "Idempotency-Key": string } } {
  return { headers: { "Idempotency-Key": crypto.randomUUID() } };
}
