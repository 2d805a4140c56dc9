import type { Json } from "@lockstep/model";

import { isObject } from "../json/is-object.ts";

/** What is done when an attempt fails, in a sentence. */
export function describeRetry(retry: Json | undefined): string {
  const attempts = isObject(retry) ? retry["maxAttempts"] : 1;
  if (!isObject(retry) || typeof attempts !== "number" || attempts <= 1) return "never: one attempt";
  const { backoff, baseDelay, maxDelay, jitter, on } = retry;
  const parts = [`up to ${attempts} attempts`];
  if (typeof baseDelay === "string") {
    const isFixed = backoff === "fixed" || typeof maxDelay !== "string";
    const kind = typeof backoff === "string" && backoff !== "fixed" ? `${backoff} ` : "";
    parts.push(isFixed ? `${baseDelay} apart` : `${kind}delay from ${baseDelay} to ${maxDelay}`);
  }
  if (jitter === true) parts.push("with jitter");
  if (Array.isArray(on) && on.length > 0) parts.push(`on ${on.join(", ")}`);
  return parts.join(", ");
}
