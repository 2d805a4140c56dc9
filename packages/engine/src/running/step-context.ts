import { evaluateJson, type Scope } from "@lockstep/expression";
import { durationMilliseconds, fromTimestamp, type Json, type Step } from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import type { EgressPolicy } from "../http/http-client.ts";
import type { StepContext } from "../steps/step-executor.ts";
import type { AttemptHandle } from "./attempt-handle.ts";
import { expressionFailure } from "./expression-failure.ts";
import { resolveConnection } from "./resolve-connection.ts";
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
  setting: RunSetting,
  attempt: Pick<StepContext, "secrets" | "log"> & {
    step: Step;
    start: AttemptStart;
    scope: Scope;
    handle: AttemptHandle;
  },
): StepContext {
  const { claimed, configuration, deps } = setting;
  const { run, fencingToken } = claimed;
  const { step, start, scope, handle, secrets, log } = attempt;
  const item = start.item < 0 ? "" : `/${start.item}`;
  return {
    idempotencyKey: `${run.id}/${start.step}${item}`,
    get signal() {
      return handle.signal;
    },
    clock: deps.clock,
    http: deps.http,
    egress: configuration?.egress ?? noEgress,
    secrets,
    get startedAt() {
      return fromTimestamp(run.startedAt ?? run.createdAt);
    },
    get timeoutMs() {
      return durationMilliseconds(step.timeout);
    },
    sandbox: deps.sandbox,
    connections: deps.connections,
    files: {
      read: (path) => deps.files.read(run.id, path),
      write: (path, content) => deps.files.write({ run: run.id, fencingToken, path, content }),
    },
    resolveConnection: (name) => resolveConnection(name, setting),
    log,
    evaluate: (template, names) => evaluateDeferred(template, { ...scope, ...names }),
  };
}

function evaluateDeferred(template: Json, scope: Scope): Json {
  try {
    return evaluateJson(template, scope);
  } catch (thrown) {
    throw expressionFailure("with", thrown);
  }
}
