import type { Verdict } from "./deploy-queries.ts";

/** A gate's verdict with only what a test is about. */
export function verdict(gate: string, given: Partial<Verdict> = {}): Verdict {
  return { gate, verdict: "open", because: `${gate} is fine`, ...given };
}
