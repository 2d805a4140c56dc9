import { createHash, createHmac, timingSafeEqual } from "node:crypto";

import { durationMilliseconds, type DurationText } from "@lockstep/model";

export interface SignedRequest {
  /** `t=1767225600,v1=5257a8…`; several `v1` may be there while a sender changes its secret. */
  readonly signature: string;
  readonly body: Uint8Array;
  readonly secret: string;
  readonly tolerance: DurationText;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How far a sender's clock may be ahead. */
const longestAheadMs = 300_000;

/** Replays are remembered for a day from the first one, so no signature may be valid for longer, from both ends. */
const longestToleranceMs = 86_400_000 - longestAheadMs;

const longestHeader = 1_000;

/**
 * Whether a request was signed with the secret, not too long ago and hardly in the future: HMAC-SHA-256, hexadecimal,
 * over the timestamp in seconds, a dot, and the body as it came. Gives a digest that is the same for the same signature;
 * `null` when it is not valid, whatever the reason.
 */
export function checkSignature(request: SignedRequest): string | null {
  const { timestamp, signatures } = parseHeader(request.signature);
  if (timestamp === null || !isRecent(timestamp, request)) return null;
  const expected = createHmac("sha256", request.secret)
    .update(`${timestamp}.`)
    .update(request.body)
    .digest("hex");
  if (!signatures.some((given) => isSame(given, expected))) return null;
  return createHash("sha256").update(`${timestamp}.${expected}`).digest("hex");
}

/** Compares digests of both, which have one length, in constant time. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function parseHeader(header: string): { timestamp: string | null; signatures: readonly string[] } {
  if (header.length > longestHeader) return { timestamp: null, signatures: [] };
  const parts = header.split(",").map((part) => part.trim().split("="));
  const valuesOf = (name: string) => parts.flatMap(([key, value = ""]) => (key === name ? [value] : []));
  const [timestamp = "", another] = valuesOf("t");
  const isTimestamp = another === undefined && /^\d{1,12}$/.test(timestamp);
  return { timestamp: isTimestamp ? timestamp : null, signatures: valuesOf("v1") };
}

function isRecent(timestamp: string, { tolerance, now }: SignedRequest): boolean {
  const allowed = Math.min(durationMilliseconds(tolerance), longestToleranceMs);
  const age = now - Number(timestamp) * 1_000;
  return age <= allowed && -age <= Math.min(allowed, longestAheadMs);
}
