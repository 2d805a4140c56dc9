import type { Pipeline, Step, StepType, Trigger } from "@lockstep/model";
import { declarationOf } from "@lockstep/step-types";

import type { StepInheritance } from "./canonical/canonical-step.ts";
import { inheritanceOf } from "./canonical/canonicalise.ts";
import {
  concurrencyDefaults,
  forEachDefaults,
  inputDefaults,
  onErrorDefaults,
  outputDefaults,
  pipelineDefaults,
  stepDefaults,
  triggerDefaults,
  usesDefaults,
  webhookAuthDefaults,
} from "./defaults.ts";
import type { WrittenPipeline } from "./format/pipeline-format.ts";
import type { WrittenStep } from "./format/step-format.ts";
import type { WrittenTrigger } from "./format/trigger-format.ts";

/** A pipeline with every default filled in, the pipeline's `defaults` folded into its steps. */
export function resolvePipeline(written: WrittenPipeline): Pipeline {
  const { $schema: _, apiVersion: _version, kind: _kind, defaults: _defaults, ...own } = written;
  const inherited = inheritanceOf(written);
  const concurrency = own.concurrency ?? null;
  return {
    ...pipelineDefaults,
    ...own,
    input: { ...inputDefaults, ...own.input },
    output: { ...outputDefaults, ...own.output },
    uses: { ...usesDefaults, ...own.uses },
    concurrency: concurrency === null ? null : { ...concurrencyDefaults, ...concurrency },
    steps: own.steps.map((step) => resolveStep(step, inherited)),
    triggers: (own.triggers ?? []).map(resolveTrigger),
    tests: (own.tests ?? []).map((test) => ({
      ...test,
      input: test.input ?? own.input?.sample ?? inputDefaults.sample,
      mocks: test.mocks ?? {},
    })),
  };
}

function resolveStep(step: WrittenStep, inherited: StepInheritance): Step {
  const type = step.type as StepType;
  const { forEach } = step;
  return {
    ...stepDefaults,
    effects: declarationOf(type).effects.default,
    timeout: inherited.timeout,
    ...step,
    type,
    forEach: forEach === undefined ? null : { ...forEachDefaults, ...forEach },
    onError: { ...onErrorDefaults, ...step.onError },
    retry: { ...inherited.retry, ...step.retry },
  };
}

/** A trigger with every default filled in. */
export function resolveTrigger(trigger: WrittenTrigger): Trigger {
  switch (trigger.type) {
    case "cron":
      return { ...triggerDefaults.cron, ...trigger };
    case "webhook":
      return { ...triggerDefaults.webhook, ...trigger, auth: { ...webhookAuthDefaults, ...trigger.auth } };
    case "pipeline":
      return { ...triggerDefaults.pipeline, ...trigger };
    case "event":
      return { ...triggerDefaults.event, ...trigger };
  }
}
