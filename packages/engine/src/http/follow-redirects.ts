import { StepFailure } from "../step-failure.ts";
import type { StepContext } from "../steps/step-executor.ts";
import { parseUrl } from "./build-request.ts";
import { httpLimits, type HttpRequest, type HttpResponse } from "./http-client.ts";
import { checkSecretHosts, holdsSecret } from "./secret-hosts.ts";

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What one request gave, and the request that gave it after all redirects. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/** Sends a request and follows redirects one by one, so that each is checked like the first. */
export async function sendFollowing(
  first: HttpRequest,
  context: StepContext,
  isExpected: (status: number) => boolean,
): Promise<Exchange> {
  let request = first;
  for (let hops = 0; hops <= httpLimits.redirects; hops += 1) {
    checkSecretHosts(request, context.secrets);
    const response = await context.http.send(request);
    const location = response.headers["location"];
    if (!redirects.has(response.status) || isExpected(response.status) || location === undefined)
      return { request, response };
    request = redirect(request, { url: parseUrl(location, request.url), status: response.status }, context);
  }
  throw new StepFailure("http", `${first.url.origin} redirected more than ${httpLimits.redirects} times.`);
}

function redirect(request: HttpRequest, to: { url: URL; status: number }, context: StepContext): HttpRequest {
  const isKept =
    to.status === 307 || to.status === 308 || request.method === "GET" || request.method === "HEAD";
  const same = isKept
    ? request
    : { ...request, method: "GET", body: null, headers: withoutContent(request.headers) };
  return moveTo(same, to.url, context);
}

const credentials: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/** The same request to another URL; what is secret does not go along to another origin. */
export function moveTo(request: HttpRequest, url: URL, { secrets }: StepContext): HttpRequest {
  if (url.origin === request.url.origin) return { ...request, url };
  const values = secrets.map(({ value }) => value);
  if (request.body !== null && holdsSecret(request.body, values))
    throw new StepFailure(
      "security",
      `${request.url.host} redirects a body that holds a secret to ${url.host}.`,
    );
  return {
    ...request,
    url,
    headers: filterHeaders(
      request.headers,
      (name, value) => !credentials.has(name) && !holdsSecret(value, values),
    ),
  };
}

function withoutContent(headers: HttpRequest["headers"]): HttpRequest["headers"] {
  return filterHeaders(headers, (name) => !name.startsWith("content-"));
}

function filterHeaders(
  headers: HttpRequest["headers"],
  isKept: (name: string, value: string) => boolean,
): HttpRequest["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => isKept(name, value)));
}
