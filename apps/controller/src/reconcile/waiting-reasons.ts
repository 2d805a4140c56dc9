import type { Verdict } from "@lockstep/model";

/**
 * What a deploy waits for, to be compared: its closed gates with their sentences. Numbers do not count, because those of
 * instants and of what has run so far move with every look; whoever approves is told of by an entry anyway.
 */
export function waitingReasons(verdicts: readonly Verdict[]): string {
  return verdicts
    .flatMap((verdict) => (verdict.verdict === "waiting" ? [`${verdict.gate}: ${verdict.because}`] : []))
    .join("\n")
    .replaceAll(/\d+/g, "#");
}
