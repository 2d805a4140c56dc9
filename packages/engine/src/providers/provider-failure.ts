import type { Json, JsonObject, StepErrorType } from "@lockstep/model";

import type { HttpRequest, HttpResponse } from "../http/http-client.ts";
import { retryAfterOf } from "../http/retry-after.ts";
import { StepFailure } from "../step-failure.ts";
import { definedIn, objectIn, textIn } from "./read-json.ts";

/** Longest part of a provider's own explanation that is kept. */
const longestReason = 500;

/** An answer that is no success. StepFailure: `timeout` where the provider ran out of time, else `provider`. */
export function failureOfResponse(
  { url }: HttpRequest,
  response: Pick<HttpResponse, "status" | "headers"> & { readonly text: string },
  now: number,
): StepFailure {
  const { status, text } = response;
  const { code, reason } = explanationIn(parsed(text));
  const retryAfterMs = retryAfterOf(response, now);
  return new StepFailure(typeOf(status, code), `${url.host} answered ${status}${described(code, reason)}.`, {
    details: definedIn({ status, code: code === "" ? undefined : code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** An error that came where an answer should be, such as in the middle of a stream. */
export function failureInAnswer(answer: JsonObject): StepFailure {
  const { code, reason } = explanationIn(answer);
  const message = `The provider gave up on its answer${described(code, reason)}.`;
  return new StepFailure(typeOf(200, code), message, code === "" ? {} : { details: { code } });
}

const timeoutStatuses: ReadonlySet<number> = new Set([408, 504, 524]);

function typeOf(status: number, code: string): StepErrorType {
  return timeoutStatuses.has(status) || code === "timeout_error" ? "timeout" : "provider";
}

function explanationIn(answer: Json): { readonly code: string; readonly reason: string } {
  const { error } = objectIn(answer);
  if (typeof error === "string") return { code: "", reason: error };
  const { code, type, message } = objectIn(error);
  return { code: textIn(code) || textIn(type), reason: textIn(message) };
}

function described(code: string, reason: string): string {
  // Control characters have no business in a log line.
  const short = reason
    .replaceAll(/\p{Cc}+/gu, " ")
    .slice(0, longestReason)
    .replace(/\.\s*$/, "");
  return [code === "" ? "" : ` (${code})`, short === "" ? "" : `: ${short}`].join("");
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Proxies answer with pages; the status says enough then.
    return null;
  }
}
