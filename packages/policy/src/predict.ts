import type { Gate, Timestamp, Verdict } from "@lockstep/model";

type Waiting = Extract<Verdict, { readonly verdict: "waiting" }>;

/** More rounds than this are not tried; each skips to where some gate opens at the earliest. */
const mostRounds = 100;

/**
 * The instant at which all gates are open, if nothing but time passes; `null` when something else is waited for, or an
 * approval expires before. A gate stays closed until its `opensAt`, so nothing is open before the latest of them: each
 * round judges at that instant anew, because a window may have closed again meanwhile.
 */
export function predict(
  waits: readonly Waiting[],
  judge: (at: Timestamp) => readonly Verdict[],
  timeGates: readonly Gate[],
): Timestamp | null {
  const opensByTime = new Set(timeGates.map(({ name }) => name));
  let closed = waits;
  for (let round = 0; round < mostRounds; round += 1) {
    if (!closed.every(({ gate, opensAt }) => opensByTime.has(gate) && opensAt !== null)) return null;
    const candidate = closed
      .map(({ opensAt }) => opensAt ?? "")
      .sort()
      .at(-1);
    if (candidate === undefined) return null;
    const verdicts = judge(candidate);
    if (verdicts.some(({ verdict }) => verdict === "refused")) return null;
    closed = verdicts.filter((verdict) => verdict.verdict === "waiting");
    if (closed.length === 0) return candidate;
  }
  return null;
}
