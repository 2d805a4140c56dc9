import { Failure } from "@lockstep/model";

import { type Answer, failureOf } from "./failure-of-response.ts";
import type { OrgAddress } from "./org-address.ts";

export type Query = Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** Speaks HTTP with one org. Every failure says what to do next; none holds the token. */
export interface OrgClient {
  readonly address: OrgAddress;
  /** `path` starts below `/api/v1`. */
  fetch<Body>(path: string, query?: Query): Promise<Body>;
  post<Body>(path: string, body: object, query?: Query): Promise<Body>;
  put<Body>(path: string, body: object): Promise<Body>;
  remove(path: string): Promise<void>;
  /** Server-sent events, after the last one seen; `null` when there will be none. Ends when aborted. */
  stream(path: string, request: StreamRequest): Promise<ReadableStream<Uint8Array> | null>;
  /** A body of any length as it comes in, however long that takes. Ends when aborted. */
  download(path: string, request: Omit<StreamRequest, "lastSeen">): Promise<ReadableStream<Uint8Array>>;
}

interface StreamRequest {
  readonly query: Query;
  readonly lastSeen: string | null;
  readonly abort: AbortSignal;
}

interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
}

/** The API waits for up to 60 s when asked to. */
const deadlineMs = 90_000;

/** A client for the org at an address. Failures: `org-unreachable`, and those of the API by kind. */
export function createOrgClient(address: OrgAddress, send: typeof fetch): OrgClient {
  const ask = async (request: Request) => {
    const answer = await answerOf(address, request, send);
    if (!answer.response.ok) throw failureOf(answer, address);
    return answer.response.status === 204 ? undefined : parse(answer.text, address);
  };
  return {
    address,
    fetch: async <Body>(path: string, query: Query = {}) =>
      (await ask({ method: "GET", path, query })) as Body,
    post: async <Body>(path: string, body: object, query: Query = {}) =>
      (await ask({ method: "POST", path, query, body })) as Body,
    put: async <Body>(path: string, body: object) => (await ask({ method: "PUT", path, body })) as Body,
    remove: async (path) => {
      await ask({ method: "DELETE", path, body: {} });
    },
    stream: (path, request) => openStream({ address, send, path, accept: "text/event-stream" }, request),
    download: async (path, request) => {
      const place = { address, send, path, accept: "application/jsonl" };
      return (await openStream(place, { ...request, lastSeen: null })) ?? new Blob([]).stream();
    },
  };
}

async function answerOf(address: OrgAddress, request: Request, send: typeof fetch): Promise<Answer> {
  const { method, body } = request;
  try {
    const response = await send(urlOf(address, request), {
      method,
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${address.token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A token never follows a redirect to somewhere else.
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { response, text: await response.text() };
  } catch (cause) {
    throw unreachable(address, cause);
  }
}

interface StreamPlace {
  readonly address: OrgAddress;
  readonly send: typeof fetch;
  readonly path: string;
  readonly accept: string;
}

async function openStream(
  { address, send, path, accept }: StreamPlace,
  { query, lastSeen, abort }: StreamRequest,
): Promise<ReadableStream<Uint8Array> | null> {
  const headers = {
    Accept: accept,
    Authorization: `Bearer ${address.token}`,
    ...(lastSeen === null ? {} : { "Last-Event-ID": lastSeen }),
  };
  const url = urlOf(address, { method: "GET", path, query });
  const response = await send(url, { headers, redirect: "manual", signal: abort }).catch((cause: unknown) => {
    throw unreachable(address, cause);
  });
  if (!response.ok) throw failureOf({ response, text: await response.text() }, address);
  return response.status === 204 ? null : response.body;
}

function urlOf({ url }: OrgAddress, { path, query = {} }: Request): URL {
  const target = new URL(`${url}/api/v1${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? []].flat()) target.searchParams.append(name, String(one));
  }
  return target;
}

function unreachable({ url, source }: OrgAddress, cause: unknown): Failure {
  const hasTimedOut = cause instanceof Error && cause.name === "TimeoutError";
  return new Failure(
    "org-unreachable",
    `${url} ${hasTimedOut ? "did not answer in time" : "cannot be reached"} (address from ${source}).\nIs lockstep running there? Start it with \`lockstep up\`, or choose another org with --target.`,
    { cause },
  );
}

function parse(text: string, { url }: OrgAddress): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure("org-unreachable", `${url} does not answer like Lockstep. Check the address.`, {
      cause,
    });
  }
}
