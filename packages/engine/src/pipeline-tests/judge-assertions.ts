import { evaluateExpression, evaluateTemplate, isTemplate, type Scope } from "@lockstep/expression";
import type { Json } from "@lockstep/model";

import { baseScope, withSteps } from "../running/run-scope.ts";
import type { RehearsedOutcome } from "./rehearsed-outcome.ts";
import type { Stage } from "./stage.ts";
import type { TestFailure } from "./test-result.ts";

/** The assertions that do not hold after the run, or cannot be evaluated. */
export function judgeAssertions(
  assertions: readonly string[],
  outcome: RehearsedOutcome,
  stage: Stage,
): readonly TestFailure[] {
  if (assertions.length === 0) return [];
  const scope = assertionScope(outcome, stage);
  return assertions.flatMap((assertion, index) => {
    const complaint = judge(assertion, scope);
    return complaint === null
      ? []
      : [{ where: `assertions[${index}]`, message: `${complaint}: ${assertion}` }];
  });
}

function judge(assertion: string, scope: Scope): string | null {
  try {
    const value = evaluate(assertion, scope);
    if (value === true) return null;
    return value === false
      ? "It does not hold"
      : `It gives ${JSON.stringify(value)} instead of true or false`;
  } catch (thrown) {
    return `It cannot be evaluated (${(thrown as Error).message})`;
  }
}

function evaluate(assertion: string, scope: Scope): Json {
  return isTemplate(assertion) ? evaluateTemplate(assertion, scope) : evaluateExpression(assertion, scope);
}

function assertionScope({ run, views, subject }: RehearsedOutcome, { pipeline, variables }: Stage): Scope {
  const { status, output, error } = run;
  return {
    ...withSteps(baseScope(subject, pipeline, variables.values), views),
    status,
    output,
    error: error === null ? null : { ...error },
  };
}
