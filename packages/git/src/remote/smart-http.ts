import { Failure } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { refuseStatus } from "./refuse-status.ts";
import { watchSilence, type SilenceWatch } from "./silence-watch.ts";

export interface HttpQuestion {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer<ArrayBuffer>;
}

export interface HttpLimits {
  readonly signal: AbortSignal;
  /** Longest silence in milliseconds, connecting included. */
  readonly idle: number;
  readonly maxBytes: number;
}

export interface HttpAnswer {
  /** Where the answer came from after redirects. */
  readonly url: string;
  readonly body: AsyncGenerator<Uint8Array>;
}

/** One exchange with a git server. Anything but status 200 is a failure; credentials go to the repository's origin only. */
export async function exchange(
  location: RemoteLocation,
  question: HttpQuestion,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  let { url } = question;
  for (let redirects = 0; redirects <= bounds.redirects; redirects++) {
    const watch = watchSilence(limits.signal, limits.idle);
    const response = await send(location, { ...question, url }, watch);
    const next = redirectTarget(url, response, question.method);
    if (next === null) {
      if (response.status === 200) return { url, body: readBody(response, watch, limits.maxBytes) };
      watch.stop();
      throw await refuseStatus(response, location.url);
    }
    watch.stop();
    await response.body?.cancel();
    url = next;
  }
  throw new Failure("repository-unreachable", `Repository ${location.url} redirects in a circle.`);
}

async function send(
  location: RemoteLocation,
  question: HttpQuestion,
  watch: SilenceWatch,
): Promise<Response> {
  try {
    return await fetch(question.url, {
      method: question.method,
      headers: { ...question.headers, ...authorization(location, question.url) },
      body: question.body ?? null,
      redirect: "manual",
      signal: watch.signal,
    });
  } catch (error) {
    watch.stop();
    throw error;
  }
}

function authorization(location: RemoteLocation, url: string): Record<string, string> {
  if (location.credentials === null || new URL(url).origin !== location.origin) return {};
  const { username, password } = location.credentials;
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

/** Where to ask again. A POST is sent again only where the server says so (307, 308); never from HTTPS to HTTP. */
function redirectTarget(from: string, response: Response, method: "GET" | "POST"): string | null {
  const target = response.headers.get("location");
  const statuses = method === "GET" ? [301, 302, 303, 307, 308] : [307, 308];
  if (!statuses.includes(response.status) || target === null || !URL.canParse(target, from)) return null;
  const url = new URL(target, from);
  const isDowngrade = from.startsWith("https:") && url.protocol !== "https:";
  if (isDowngrade || !/^https?:$/.test(url.protocol)) return null;
  url.username = "";
  url.password = "";
  return url.href;
}

async function* readBody(
  response: Response,
  watch: SilenceWatch,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
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
