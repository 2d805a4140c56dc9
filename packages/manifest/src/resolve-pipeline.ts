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
      variables: test.variables ?? {},
      mocks: test.mocks ?? {},
    })),
  };
}

/** Spelled out instead of spread: one shape for all steps, and ten times as fast. */
function resolveStep(step: WrittenStep, inherited: StepInheritance): Step {
  const type = step.type as StepType;
  const { forEach, onError, retry } = step;
  return {
    id: step.id,
    type,
    title: step.title ?? stepDefaults.title,
    description: step.description ?? stepDefaults.description,
    dependsOn: step.dependsOn ?? stepDefaults.dependsOn,
    runOn: step.runOn ?? stepDefaults.runOn,
    when: step.when ?? stepDefaults.when,
    whenUnmet: step.whenUnmet ?? stepDefaults.whenUnmet,
    forEach: forEach === undefined ? null : { ...forEachDefaults, ...forEach },
    with: step.with ?? stepDefaults.with,
    effects: step.effects ?? declarationOf(type).effects.default,
    outputSchema: step.outputSchema ?? stepDefaults.outputSchema,
    onError: onError === undefined ? onErrorDefaults : { ...onErrorDefaults, ...onError },
    retry: retry === undefined ? inherited.retry : { ...inherited.retry, ...retry },
    timeout: step.timeout ?? inherited.timeout,
    startDelay: step.startDelay ?? stepDefaults.startDelay,
    position: step.position ?? stepDefaults.position,
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
