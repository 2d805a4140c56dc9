import {
  type Failure,
  type Firing,
  type FiringReason,
  type FiringSettlement,
  failureKinds,
} from "@lockstep/model";

const shortestPauseMs = 5_000;
const longestPauseMs = 300_000;

/** After so many tries, an hour and a half, a fault is taken for lasting. */
const mostAttempts = 24;

/** A failure as the firing's row tells it. */
export function reasonOf({ kind, code, message, errors }: Failure): FiringReason {
  const word = code ?? kind.toUpperCase().replaceAll("-", "_");
  return errors.length === 0 ? { code: word, message } : { code: word, message, errors: errors.slice(0, 20) };
}

/** What becomes of a firing that failed: faults and limits pass, so it is tried again; what is wrong stays wrong. */
export function settlementOf(failure: Failure, { attempts }: Firing): FiringSettlement {
  const reason = reasonOf(failure);
  const isPassing = failureKinds[failure.kind].disposition !== "stall";
  if (!isPassing || attempts >= mostAttempts) return { state: "failed", reason };
  const pause = Math.min(shortestPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return { state: "pending", reason, afterMs: failure.retryAfterMs ?? pause, isCounted: true };
}
