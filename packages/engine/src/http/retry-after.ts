import { httpLimits, type HttpResponse } from "./http-client.ts";

/**
 * Milliseconds for which an answer asks to be left alone, by `Retry-After` (RFC 9110: seconds or a date) or the
 * `retry-after-ms` of model providers; at most `httpLimits.retryAfterMs`. Undefined where it does not say.
 */
export function retryAfterOf({ headers }: Pick<HttpResponse, "headers">, now: number): number | undefined {
  const milliseconds = parseMilliseconds(headers, now);
  if (milliseconds === null || Number.isNaN(milliseconds)) return undefined;
  return Math.min(Math.max(0, Math.ceil(milliseconds)), httpLimits.retryAfterMs);
}

function parseMilliseconds(headers: HttpResponse["headers"], now: number): number | null {
  const { "retry-after-ms": precise, "retry-after": asked } = headers;
  if (precise !== undefined && /^\d+(\.\d+)?$/.test(precise)) return Number(precise);
  if (asked === undefined) return null;
  return /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now;
}
