import type { RunError, TestExpectation } from "@lockstep/model";

import type { RehearsedOutcome } from "./rehearsed-outcome.ts";
import type { Stage } from "./stage.ts";
import type { RehearsedRun, TestFailure } from "./test-result.ts";

/** A run that ended otherwise than expected, with everything that failed in it and is not complained about already. */
export function judgeStatus(
  expect: TestExpectation,
  outcome: RehearsedOutcome,
  stage: Stage,
): readonly TestFailure[] {
  const { run } = outcome;
  if (!isSurprise(expect, run)) return [];
  const expected = expectedStatus(expect);
  const causes = causesOf(outcome);
  const news = causes.filter(({ message }) => !stage.hasComplained(message));
  if (causes.length > 0 && news.length === 0) return [];
  const why = news.length === 0 ? "" : ` ${news.map(describeCause).join("; ")}`;
  const message = `The run ${run.status}${why}, it should be ${expected}.${hintOf(news, stage)}`;
  return [{ where: "status", message, expected, actual: run.status }];
}

/** Whether the run ended otherwise than expected; what it returned or lacks is no news then. */
export function isSurprise(expect: TestExpectation, { status }: RehearsedRun): boolean {
  const expected = expectedStatus(expect);
  return expected !== null && expected !== status;
}

/** A test that says nothing of failing expects that nothing does. */
function expectedStatus({ status, error, steps }: TestExpectation): string | null {
  if (status !== undefined) return status;
  if (error !== undefined) return "failed";
  const mayFail = Object.values(steps ?? {}).some((state) => state === "failed" || state === "cancelled");
  return mayFail ? null : "completed";
}

/** The errors of all failed steps; of a run that failed without one, its own. */
function causesOf({ run, views }: RehearsedOutcome): readonly RunError[] {
  const failed = [...views].flatMap(([step, { status, error }]) =>
    status === "failed" && error !== undefined ? [{ ...error, step }] : [],
  );
  return failed.length > 0 || run.error === null ? failed : [run.error];
}

function describeCause({ step, type, message }: RunError): string {
  return `${step === undefined ? "" : `in step "${step}" `}(${type}: ${message})`;
}

/** Most expressions that fail in a test only fail for want of a variable's value. */
function hintOf(causes: readonly RunError[], stage: Stage): string {
  const names = causes.flatMap(({ type, step }) =>
    type === "expression" && step !== undefined ? stage.unknownVariablesIn(step) : [],
  );
  if (names.length === 0) return "";
  const list = [...new Set(names)].join(", ");
  return ` No value is given for ${list}; without one a variable is its own name. Write it in \`variables\`.`;
}
