import type { Span, WaterfallRun } from "../../runs/waterfall-layout.ts";
import type { RunDetails, WaterfallAnswer } from "./run-queries.ts";

/** The rows of numbers that the API answers, as attempts. */
export function toSpans({ steps, states, waits, attempts }: WaterfallAnswer): readonly Span[] {
  return attempts.map(([step, item, attempt, state, startedMs, endedMs, _retryMs, waitsFor]) => ({
    step: steps[step] ?? "",
    item,
    attempt,
    status: states[state] ?? "pending",
    startedMs,
    endedMs,
    waitsFor: waits[waitsFor] ?? null,
  }));
}

/** The run on its own time line. */
export function toLine({ status, createdAt, startedAt, endedAt }: RunDetails, now: number): WaterfallRun {
  const base = Date.parse(createdAt);
  const offset = (at: string | null) => (at === null ? null : Date.parse(at) - base);
  return { status, startedMs: offset(startedAt), endedMs: offset(endedAt), nowMs: Math.max(0, now - base) };
}
