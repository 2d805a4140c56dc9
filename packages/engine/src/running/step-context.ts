import { evaluateJson, type Scope } from "@lockstep/expression";
import type { Json, Run, Step } from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import type { EgressPolicy } from "../http/http-client.ts";
import type { StepContext } from "../steps/step-executor.ts";
import type { AttemptHandle } from "./attempt-handle.ts";
import { expressionFailure } from "./expression-failure.ts";
import { withSteps } from "./run-scope.ts";
import type { RunSetting } from "./run-setting.ts";

/** The names that a step's `with` may use: those of the run, the ended steps, and the item of a `forEach`. */
export function stepScope(
  base: Scope,
  steps: StepViews,
  { step, start }: { step: Step; start: AttemptStart },
): Scope {
  const scope = withSteps(base, steps);
  return step.forEach === null ? scope : { ...scope, [step.forEach.as]: start.value, index: start.item };
}

const noEgress: EgressPolicy = { default: "deny", allow: [] };

/** The world as one attempt may touch it. */
export function stepContext(
  { claimed, configuration, deps }: RunSetting,
  attempt: Pick<StepContext, "secrets" | "log" | "launch"> & {
    start: AttemptStart;
    scope: Scope;
    handle: AttemptHandle;
  },
): StepContext {
  const { start, scope, handle, secrets, log, launch } = attempt;
  const item = start.item < 0 ? "" : `/${start.item}`;
  return {
    idempotencyKey: `${keyRunOf(claimed.run, start.step)}/${start.step}${item}`,
    get signal() {
      return handle.signal;
    },
    clock: deps.clock,
    http: deps.http,
    egress: configuration?.egress ?? noEgress,
    secrets,
    log,
    launch,
    evaluate: (template, names) => evaluateDeferred(template, { ...scope, ...names }),
  };
}

/** A step whose effect may have begun in a run that this one takes up keeps the key that it had there. */
function keyRunOf({ id, retryOf }: Run, step: string): string {
  return retryOf?.keys[step] ?? id;
}

function evaluateDeferred(template: Json, scope: Scope): Json {
  try {
    return evaluateJson(template, scope);
  } catch (thrown) {
    throw expressionFailure("with", thrown);
  }
}
