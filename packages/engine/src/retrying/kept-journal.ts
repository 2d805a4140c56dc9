import type { Json, Run, Step, StepAttempt } from "@lockstep/model";

import { Journal, type StepJournal } from "../journal.ts";
import type { PipelineGraph } from "../pipeline-graph.ts";

/** What a run that takes up another begins with. */
export interface KeptJournal {
  readonly attempts: readonly StepAttempt[];
  /** For steps that are done again: the run under whose id their idempotency keys were made. */
  readonly keys: { readonly [step: string]: string };
}

/**
 * Keeps what a run has done: every step but those that failed or were cancelled, and what depends on them. Of a
 * `forEach` that failed by itself the completed items are kept with the list of items.
 */
export function keptJournal(
  graph: PipelineGraph,
  before: { readonly run: Run; readonly attempts: readonly StepAttempt[] },
  id: string,
): KeptJournal {
  const { run, attempts } = before;
  const journal = new Journal(attempts);
  const again = new Set<string>();
  const keys: Record<string, string> = {};
  const kept: StepAttempt[] = [];
  for (const step of graph.order) {
    const own = journal.of(step.id);
    const followsRepeated = step.dependsOn.some((dependency) => again.has(dependency));
    if (!followsRepeated && !isUndone(own)) {
      kept.push(...attempts.filter((attempt) => attempt.step === step.id));
      continue;
    }
    again.add(step.id);
    if (followsRepeated) continue;
    keys[step.id] = run.retryOf?.keys[step.id] ?? run.id;
    kept.push(...completedItems(step, own));
  }
  return { attempts: kept.map((attempt) => ({ ...attempt, run: id })), keys };
}

/** Whether the step did not end as the pipeline wants it. */
function isUndone(journal: StepJournal | undefined): boolean {
  const row = journal?.verdict ?? journal?.tries.get(-1)?.last;
  return row === undefined || row.state === "failed" || row.state === "cancelled";
}

function completedItems(step: Step, journal: StepJournal | undefined): readonly StepAttempt[] {
  const verdict = journal?.verdict ?? null;
  if (step.forEach === null || journal === undefined || verdict === null || !isList(verdict.output))
    return [];
  const done = [...journal.tries.values()]
    .map(({ last }) => last)
    .filter(({ state }) => state === "completed");
  return [{ ...verdict, state: "running", error: null, endedAt: null }, ...done];
}

function isList(output: Json): output is readonly Json[] {
  return Array.isArray(output);
}
