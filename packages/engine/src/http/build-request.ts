import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { StepContext, WithOf } from "../steps/step-executor.ts";
import type { HttpRequest } from "./http-client.ts";

/** Methods that repeat without harm, so that they need no idempotency key. */
const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** The request that an `http` step asks for. Fails as `validation` when its URL cannot be used. */
export function buildRequest(parameters: WithOf<"http">, context: StepContext): HttpRequest {
  const { method = "GET", query = {}, headers = {}, json, body } = parameters;
  const url = parseUrl(parameters.url);
  for (const [name, value] of Object.entries(query)) appendQuery(url, name, value as Json);
  const defaults: Record<string, string> = {
    accept: "application/json, */*;q=0.5",
    "accept-encoding": "gzip, deflate, br",
    "user-agent": "lockstep",
  };
  if (json !== undefined) defaults["content-type"] = "application/json";
  if (!safeMethods.includes(method)) defaults["idempotency-key"] = context.idempotencyKey;
  return {
    method,
    url,
    headers: { ...defaults, ...lowerNames(headers) },
    body: json === undefined ? (body ?? null) : JSON.stringify(json),
    egress: context.egress,
    signal: context.signal,
  };
}

/** An absolute URL that a step may ask for. */
export function parseUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href))
    throw new StepFailure("validation", "The URL is not an absolute http or https URL.");
  const url = new URL(text, base?.href);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new StepFailure(
      "security",
      `The protocol ${url.protocol.slice(0, -1)} is not allowed; use http or https.`,
    );
  if (url.username !== "" || url.password !== "")
    throw new StepFailure("security", "The URL holds credentials; send them in a header, from a secret.");
  return url;
}

function appendQuery(url: URL, name: string, value: Json): void {
  if (value === null) return;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) appendQuery(url, name, item);
  else url.searchParams.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** Headers that can be sent, by lower-case name. StepFailure: `validation`. */
export function lowerNames(
  headers: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), checkHeader(name, String(value))]),
  );
}

/** Names and values by RFC 9110; a line break would smuggle another header in. */
function checkHeader(name: string, value: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new StepFailure(
    "validation",
    `The header ${JSON.stringify(name)} cannot be sent: HTTP does not allow its characters.`,
  );
}
