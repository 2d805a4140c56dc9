import { Failure } from "@lockstep/model";
import type { GitHttpRequest, GitHttpResponse, HttpClient } from "isomorphic-git";

import { bounds } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { refuseStatus } from "./refuse-status.ts";

/** isomorphic-git's HTTP port with what it lacks: silence limits, byte limits, and credentials bound to one origin. */
export interface SmartHttp {
  client(signal: AbortSignal, maxBytes: number): HttpClient;
}

export function createSmartHttp(location: RemoteLocation, idleMs: number): SmartHttp {
  // Where a renamed repository was found, so that the POST that follows goes to the same place.
  let base = location.url;
  const exchange = async (request: GitHttpRequest, limits: Limits): Promise<GitHttpResponse> => {
    const asked = request.url.replace(location.url, base);
    const { url, response, watch } = await follow(location, asked, { ...request, limits });
    const suffix = "/info/refs?service=git-upload-pack";
    if (url.endsWith(suffix)) base = url.slice(0, -suffix.length);
    if (response.status !== 200) throw await refuseStatus(response, location.url);
    return {
      url,
      method: request.method,
      headers: Object.fromEntries(response.headers),
      statusCode: response.status,
      statusMessage: response.statusText,
      body: readBody(response, watch, limits.maxBytes),
    };
  };
  return {
    client: (signal, maxBytes) => ({ request: (request) => exchange(request, { signal, idleMs, maxBytes }) }),
  };
}

interface Limits {
  readonly signal: AbortSignal;
  readonly idleMs: number;
  readonly maxBytes: number;
}

interface Answer {
  readonly url: string;
  readonly response: Response;
  readonly watch: SilenceWatch;
}

async function follow(
  location: RemoteLocation,
  firstUrl: string,
  request: GitHttpRequest & { readonly limits: Limits },
): Promise<Answer> {
  const body = await collect(request.body);
  let url = firstUrl;
  for (let redirects = 0; redirects <= bounds.redirects; redirects++) {
    const watch = watchSilence(request.limits);
    const response = await fetch(url, {
      method: request.method ?? "GET",
      headers: { ...request.headers, ...authorization(location, url) },
      body,
      redirect: "manual",
      signal: watch.signal,
    });
    const next = redirectTarget(url, response);
    if (next === null) return { url, response, watch };
    watch.stop();
    await response.body?.cancel();
    url = next;
  }
  throw new Failure("repository-unreachable", `Repository ${location.url} redirects in a circle.`);
}

async function collect(body: AsyncIterable<Uint8Array> | undefined): Promise<Buffer<ArrayBuffer> | null> {
  if (body === undefined) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function authorization(location: RemoteLocation, url: string): Record<string, string> {
  if (location.credentials === null || new URL(url).origin !== location.origin) return {};
  const { username, password } = location.credentials;
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

function redirectTarget(from: string, response: Response): string | null {
  const target = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || target === null) return null;
  if (!URL.canParse(target, from)) return null;
  const url = new URL(target, from);
  const isDowngrade = from.startsWith("https:") && url.protocol !== "https:";
  if (isDowngrade || !/^https?:$/.test(url.protocol)) return null;
  return url.href;
}

interface SilenceWatch {
  readonly signal: AbortSignal;
  heard(): void;
  stop(): void;
}

function watchSilence({ signal, idleMs }: Limits): SilenceWatch {
  const controller = new AbortController();
  const give = () => controller.abort(signal.reason);
  const giveUp = () =>
    controller.abort(new Failure("deadline-exceeded", `The git server was silent for ${idleMs} ms.`));
  if (signal.aborted) give();
  signal.addEventListener("abort", give, { once: true });
  const timer = setTimeout(giveUp, idleMs);
  return {
    signal: controller.signal,
    heard: () => timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", give);
    },
  };
}

async function* readBody(
  response: Response,
  watch: SilenceWatch,
  maxBytes: number,
): AsyncIterableIterator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of response.body ?? []) {
      watch.heard();
      received += chunk.byteLength;
      if (received > maxBytes) {
        throw new Failure("limit-exceeded", `The git server sent more than ${maxBytes} bytes.`);
      }
      yield chunk;
    }
  } finally {
    watch.stop();
  }
}
