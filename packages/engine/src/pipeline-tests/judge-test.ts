import { canonicalJson, type Json, type Pipeline, type TestExpectation } from "@lockstep/model";

import { judgeAssertions } from "./judge-assertions.ts";
import type { RehearsedOutcome } from "./rehearsed-outcome.ts";
import type { RehearsedRun, TestFailure } from "./test-result.ts";
import type { TestVariables } from "./test-variables.ts";

/** Everything that did not come out as the test says, in the order of its fields. */
export function judgeTest(
  expect: TestExpectation,
  outcome: RehearsedOutcome,
  about: { readonly pipeline: Pipeline; readonly variables: TestVariables },
): readonly TestFailure[] {
  const { run } = outcome;
  return [
    ...judgeStatus(expect, run, about),
    ...judgeOutput(expect, run),
    ...judgeSteps(expect, run),
    ...judgeError(expect, run),
    ...judgeAssertions(expect.assertions ?? [], outcome, about),
  ];
}

function judgeStatus(
  expect: TestExpectation,
  run: RehearsedRun,
  about: { readonly pipeline: Pipeline; readonly variables: TestVariables },
): readonly TestFailure[] {
  const expected = expectedStatus(expect);
  if (expected === null || expected === run.status) return [];
  const message = `The run ${describeEnd(run)}, it should be ${expected}.`;
  return [{ where: "status", message: `${message}${hintOf(run, about)}`, expected, actual: run.status }];
}

/** A test that says nothing of failing expects that nothing does. */
function expectedStatus({ status, error, steps }: TestExpectation): string | null {
  if (status !== undefined) return status;
  if (error !== undefined) return "failed";
  const mayFail = Object.values(steps ?? {}).some((state) => state === "failed" || state === "cancelled");
  return mayFail ? null : "completed";
}

/** Most expressions that fail in a test only fail for want of a variable's value. */
function hintOf(
  { error }: RehearsedRun,
  { pipeline, variables }: { readonly pipeline: Pipeline; readonly variables: TestVariables },
): string {
  const step = pipeline.steps.find(({ id }) => id === error?.step);
  const names = step === undefined || error?.type !== "expression" ? [] : variables.unknownIn(step);
  if (names.length === 0) return "";
  return ` No value is given for ${names.join(", ")}; without one a variable is its own name. Write it in \`variables\`.`;
}

function describeEnd({ status, error }: RehearsedRun): string {
  if (error === null) return status;
  const place = error.step === undefined ? "" : ` in step "${error.step}"`;
  return `${status}${place} (${error.type}: ${error.message})`;
}

/** What a run that ended otherwise than expected returned or lacks is no news. */
function isSurprise(expect: TestExpectation, { status }: RehearsedRun): boolean {
  const expected = expectedStatus(expect);
  return expected !== null && expected !== status;
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
