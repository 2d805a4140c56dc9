import { evaluateJson, type Scope } from "@lockstep/expression";
import { durationMilliseconds, fromTimestamp, type Json, type Run, type Step } from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import type { EgressPolicy } from "../http/http-client.ts";
import type { StepContext } from "../steps/step-executor.ts";
import { AnswerPublisher } from "./answer-publisher.ts";
import type { AttemptHandle } from "./attempt-handle.ts";
import { expressionFailure } from "./expression-failure.ts";
import { openChannel } from "./open-channel.ts";
import { resolveConnection } from "./resolve-connection.ts";
import { withSteps } from "./run-scope.ts";
import type { RunSetting } from "./run-setting.ts";
import type { SecretBox } from "./secret-box.ts";

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

/** What makes the world of one attempt. */
interface AttemptSetting extends Pick<StepContext, "log" | "launch"> {
  readonly step: Step;
  readonly start: AttemptStart;
  readonly scope: Scope;
  readonly box: SecretBox;
  readonly handle: AttemptHandle;
}

/** The world as one attempt may touch it. */
export function stepContext(setting: RunSetting, attempt: AttemptSetting): StepContext {
  const { claimed, configuration, deps } = setting;
  const { run, fencingToken } = claimed;
  const { step, start, scope, handle, box, log, launch } = attempt;
  const item = start.item < 0 ? "" : `/${start.item}`;
  return {
    idempotencyKey: `${keyRunOf(run, start.step)}/${start.step}${item}`,
    get signal() {
      return handle.signal;
    },
    clock: deps.clock,
    timer: deps.timer,
    http: deps.http,
    mailer: deps.mailer,
    egress: configuration?.egress ?? noEgress,
    secrets: box.secrets,
    origin: originOf(setting, start),
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
    resolveConnection: (name) => resolveConnection(name, setting, box),
    log,
    launch,
    evaluate: (template, names) => evaluateDeferred(template, { ...scope, ...names }),
    report: (usage) => handle.report(usage),
    openAnswer: answersOf(setting, attempt),
    openChannel: (name) => openChannel(setting, box, name),
  };
}

function originOf({ claimed }: RunSetting, { step }: AttemptStart): StepContext["origin"] {
  const { id: run, environment, slug, version } = claimed.run;
  return { environment, slug, version, run, step };
}

/** Opens the answers of one attempt, numbered from 1. */
function answersOf({ claimed, deps }: RunSetting, { start, box }: AttemptSetting): StepContext["openAnswer"] {
  const { environment, id: run } = claimed.run;
  const { step, item, attempt } = start;
  let answer = 0;
  return () => {
    answer += 1;
    const origin = { environment, run, step, item, attempt, answer };
    const redactor = box.redactor.stream();
    return new AnswerPublisher({ streams: deps.streams, timer: deps.timer, redactor, origin });
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
