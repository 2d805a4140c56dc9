import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";

import { type ResolvedAddress, toFailure } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import { type HttpClient, httpLimits, type HttpRequest, type HttpStream } from "./http-client.ts";
import { openBody, readBody } from "./read-body.ts";
import { lookupOf, type Resolve, resolveByDns, resolvePermitted } from "./resolve-permitted.ts";

/** HTTP over `node:http(s)`: resolves once, checks what came out, and connects to exactly that. */
export function createNodeHttpClient({
  resolve = resolveByDns,
}: { readonly resolve?: Resolve } = {}): HttpClient {
  async function open(request: HttpRequest, limit: number): Promise<HttpStream> {
    const permitted = await resolvePermitted(request.egress, request.url.hostname, resolve);
    return receive(await exchange(request, permitted), { method: request.method, limit });
  }

  return {
    async send(request) {
      const { body, ...head } = await open(request, httpLimits.bodyBytes);
      return { ...head, body: await readBody(body) };
    },
    stream: (request) => open(request, httpLimits.streamBytes),
  };
}

function exchange(request: HttpRequest, addresses: readonly ResolvedAddress[]): Promise<IncomingMessage> {
  const { url, method, headers, body, signal } = request;
  const options: RequestOptions = {
    method,
    headers: body === null ? headers : { ...headers, "content-length": String(Buffer.byteLength(body)) },
    signal,
    lookup: lookupOf(addresses),
    maxHeaderSize: httpLimits.headerBytes,
    // A pooled connection was checked for another request, perhaps under another policy.
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? https.request : http.request;
    const outgoing = send(url, options, resolve);
    outgoing.on("error", (cause) => {
      reject(connectivity(url, cause));
    });
    outgoing.end(body ?? undefined);
  });
}

/** Statuses whose answers have no body, whatever their headers say of one (RFC 9110). */
const bodiless: ReadonlySet<number> = new Set([204, 304]);

function receive(
  message: IncomingMessage,
  { method, limit }: { readonly method: string; readonly limit: number },
): HttpStream {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const { statusCode: status = 0 } = message;
  const hasBody = method !== "HEAD" && !bodiless.has(status);
  const encoding = hasBody ? (headers["content-encoding"] ?? "identity") : "identity";
  return { status, headers, body: openBody(message, { encoding, limit }) };
}

function connectivity(url: URL, cause: unknown): StepFailure {
  const failure = toFailure(cause);
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  if (failure instanceof StepFailure) return failure;
  return new StepFailure("connectivity", `${url.host} could not be reached${code}.`, { cause });
}
