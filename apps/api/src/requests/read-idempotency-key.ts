import { Failure } from "@lockstep/model";
import type { HonoRequest } from "hono";

/** The client's `Idempotency-Key`, or `null`. Failure: `invalid-input`. */
export function readIdempotencyKey(request: HonoRequest): string | null {
  const key = request.header("Idempotency-Key");
  if (key === undefined) return null;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Failure("invalid-input", "`Idempotency-Key` must be 1 to 255 visible ASCII characters.");
}
