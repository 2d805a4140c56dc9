import {
  type Failure,
  fromTimestamp,
  type Json,
  type Pipeline,
  type Run,
  type StepAttempt,
  toTimestamp,
} from "@lockstep/model";

import { viewOf } from "../advance/settle-step.ts";
import type { StepView, StepViews } from "../advance/step-view.ts";
import { hasEnded, Journal } from "../journal.ts";
import type { LocalRun } from "../run-locally.ts";
import type { RehearsedRun } from "./test-result.ts";

/** Everything that a test's expectations can speak of. */
export interface RehearsedOutcome {
  readonly run: RehearsedRun;
  /** Steps that were reached, as expressions see them. */
  readonly views: StepViews;
  readonly subject: Pick<Run, "id" | "input" | "environment" | "startedAt" | "createdAt">;
}

/** What a run that took place came to. */
export function readOutcome(pipeline: Pipeline, { run, attempts }: LocalRun): RehearsedOutcome {
  const views = viewsOf(pipeline, attempts);
  const { state: status, output, error, createdAt, endedAt } = run;
  const virtualMs = endedAt === null ? 0 : fromTimestamp(endedAt) - fromTimestamp(createdAt);
  const steps = Object.fromEntries([...views].map(([id, view]) => [id, view.status]));
  return { run: { status, output, error, steps, virtualMs }, views, subject: run };
}

/** An input that no run is started with is a failure like any other to a test: of type `validation`, naming every field. */
export function refusedOutcome(
  refusal: Failure,
  subject: { readonly id: string; readonly input: Json; readonly environment: string; readonly now: number },
): RehearsedOutcome {
  const { now, ...rest } = subject;
  const places = refusal.errors.map(
    ({ path, message }) => ` ${path === "" ? "The input" : path} ${message}.`,
  );
  const error = { type: "validation", message: `${refusal.message}${places.join("")}` } as const;
  return {
    run: { status: "failed", output: null, error, steps: {}, virtualMs: 0 },
    views: new Map(),
    subject: { ...rest, startedAt: null, createdAt: toTimestamp(now) },
  };
}

function viewsOf({ steps }: Pipeline, attempts: readonly StepAttempt[]): StepViews {
  const journal = new Journal(attempts);
  return new Map(
    steps.flatMap(({ id }): (readonly [string, StepView])[] => {
      const step = journal.of(id);
      const row = step?.verdict ?? step?.tries.get(-1)?.last;
      return step === undefined || row === undefined || !hasEnded(row)
        ? []
        : [[id, viewOf(row, step.attempts)]];
    }),
  );
}
