import type { ApiApp } from "@lockstep/api";
import { hc } from "hono/client";

import { ApiFailure, type ProblemDocument } from "./api-failure.ts";
import { encodeParams } from "./encode-params.ts";

/**
 * The API, typed by its own routes: `read(() => api.environments.$get({ query: {} }))`.
 * What it takes and answers is what `@lockstep/api` declares.
 */
export const api = encodeParams(
  hc<ApiApp>(window.location.origin, { init: { credentials: "same-origin" }, fetch: send }).api.v1,
);

type Listener = () => void;
const lost = new Set<Listener>();
let isLoggedOut = false;

/** Calls back when the server says that the session is over. */
export function onSessionLost(listener: Listener): () => void {
  lost.add(listener);
  return () => lost.delete(listener);
}

/** Says that the session is over, whoever found out, a request or the stream of events: nothing is asked for any more. */
export function tellSessionLost(): void {
  if (isLoggedOut) return;
  isLoggedOut = true;
  for (const listener of lost) listener();
}

/** Says that there is a session: from now on the server is asked again. */
export function tellSessionFound(): void {
  isLoggedOut = false;
}

/** A connection that died while the machine slept answers nothing, and nobody says so. */
const longestReadMs = 45_000;

/** Throws `ApiFailure` for everything but success; reading gives up after a while, to be tried on another connection. */
async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (isLoggedOut) throw new ApiFailure(401, { title: "Nobody is logged in", detail: "Log in again." }, null);
  const response = await fetch(input, init?.method === "GET" ? withTimeout(init) : asJson(init));
  if (response.ok) return response;
  const failure = new ApiFailure(
    response.status,
    await readProblem(response),
    response.headers.get("X-Request-Id"),
  );
  if (failure.status === 401) tellSessionLost();
  throw failure;
}

/** The server takes changes as JSON only, also those without a body. */
function asJson(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers);
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  return { ...init, headers };
}

function withTimeout(init: RequestInit): RequestInit {
  const timeout = AbortSignal.timeout(longestReadMs);
  return { ...init, signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout };
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
