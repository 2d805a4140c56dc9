import { lookup } from "node:dns/promises";
import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";

import { type ResolvedAddress, toFailure } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import { checkHost, normalizeHost, permittedAddresses } from "./egress.ts";
import { type HttpClient, httpLimits, type HttpRequest, type HttpResponse } from "./http-client.ts";
import { readBody } from "./read-body.ts";

/** Gives all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/** HTTP over `node:http(s)`: resolves once, checks what came out, and connects to exactly that. */
export function createNodeHttpClient({
  resolve = resolveByDns,
}: { readonly resolve?: Resolve } = {}): HttpClient {
  return {
    async send(request) {
      const host = normalizeHost(request.url.hostname);
      checkHost(request.egress, host);
      const addresses =
        isIP(host) === 0 ? await resolveHost(resolve, host) : [{ address: host, family: isIP(host) }];
      const permitted = permittedAddresses(request.egress, host, addresses);
      return receive(await exchange(request, permitted), request.method);
    },
  };
}

async function resolveHost(resolve: Resolve, host: string): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new StepFailure("connectivity", `The host ${host} cannot be resolved.`, { cause });
  }
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

/** The checked addresses instead of a second look at DNS, which might answer differently. */
function lookupOf(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

/** Statuses whose answers have no body, whatever their headers say of one (RFC 9110). */
const bodiless: ReadonlySet<number> = new Set([204, 304]);

async function receive(message: IncomingMessage, method: string): Promise<HttpResponse> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const { statusCode: status = 0 } = message;
  const hasBody = method !== "HEAD" && !bodiless.has(status);
  const body = await readBody(message, hasBody ? (headers["content-encoding"] ?? "identity") : "identity");
  return { status, headers, body };
}

function connectivity(url: URL, cause: unknown): StepFailure {
  const failure = toFailure(cause);
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  if (failure instanceof StepFailure) return failure;
  return new StepFailure("connectivity", `${url.host} could not be reached${code}.`, { cause });
}
