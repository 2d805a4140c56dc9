import { canonicalJson, type Json, type TestExpectation } from "@lockstep/model";

import { judgeAssertions } from "./judge-assertions.ts";
import { isSurprise, judgeStatus } from "./judge-status.ts";
import type { RehearsedOutcome } from "./rehearsed-outcome.ts";
import type { Stage } from "./stage.ts";
import type { RehearsedRun, TestFailure } from "./test-result.ts";

/** Everything that did not come out as the test says, in the order of its fields. */
export function judgeTest(
  expect: TestExpectation,
  outcome: RehearsedOutcome,
  stage: Stage,
): readonly TestFailure[] {
  const { run } = outcome;
  return [
    ...judgeStatus(expect, outcome, stage),
    ...judgeOutput(expect, run),
    ...judgeSteps(expect, run),
    ...judgeError(expect, run),
    ...judgeAssertions(expect.assertions ?? [], outcome, stage),
  ];
}

function judgeOutput(expect: TestExpectation, run: RehearsedRun): readonly TestFailure[] {
  const { output: expected } = expect;
  if (expected === undefined || isSurprise(expect, run)) return [];
  const { output: actual } = run;
  if (isSame(expected, actual)) return [];
  return [{ where: "output", message: "The output is not the expected one.", expected, actual }];
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function judgeSteps({ steps = {} }: TestExpectation, run: RehearsedRun): readonly TestFailure[] {
  return Object.entries(steps).flatMap(([id, expected]) => {
    const actual = (Object.hasOwn(run.steps, id) ? run.steps[id] : undefined) ?? "never reached";
    if (actual === expected) return [];
    const message = `Step "${id}" is ${actual}, it should be ${expected}.`;
    return [{ where: `steps.${id}`, message, expected, actual }];
  });
}

function judgeError(expect: TestExpectation, run: RehearsedRun): readonly TestFailure[] {
  const { error: expected } = expect;
  if (expected === undefined) return [];
  const { error } = run;
  if (error !== null) return compareErrors(expected, error);
  return isSurprise(expect, run) ? [] : [{ where: "error", message: "The run ended without an error." }];
}

function compareErrors(
  expected: NonNullable<TestExpectation["error"]>,
  error: NonNullable<RehearsedRun["error"]>,
): readonly TestFailure[] {
  const failures: TestFailure[] = [];
  if (expected.type !== undefined && expected.type !== error.type) {
    const message = `The error is of type ${error.type}, it should be ${expected.type}: ${error.message}`;
    failures.push({ where: "error.type", message, expected: expected.type, actual: error.type });
  }
  if (expected.contains !== undefined && !error.message.includes(expected.contains)) {
    const message = "The error's message does not contain the expected text.";
    failures.push({ where: "error.contains", message, expected: expected.contains, actual: error.message });
  }
  return failures;
}
