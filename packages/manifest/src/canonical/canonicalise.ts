import type { JsonObject, RetryPolicy } from "@lockstep/model";

import {
  concurrencyDefaults,
  inputDefaults,
  outputDefaults,
  pipelineDefaults,
  retryDefaults,
  stepTimeoutDefault,
  triggerDefaults,
  webhookAuthDefaults,
} from "../defaults.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { WrittenTrigger } from "../format/trigger-format.ts";
import { canonicalRetry, canonicalStep, type StepInheritance, unlessEmpty } from "./canonical-step.ts";
import { withoutDefaults } from "./without-defaults.ts";

/**
 * The one form that all manifests of the same meaning share: nothing that equals its default, no `$schema`, steps and
 * triggers by id, set-like lists sorted. It is a manifest again.
 */
export function canonicalise(written: WrittenPipeline): JsonObject {
  const { $schema: _, input, output, uses, defaults, concurrency, steps, triggers, ...plain } = written;
  const { tags, owners, ...rest } = plain;
  const inherited = inheritanceOf(written);
  return {
    ...withoutDefaults(rest, pipelineDefaults),
    ...sortedList("tags", tags),
    ...sortedList("owners", owners),
    ...unlessEmpty("input", withoutDefaults(input ?? {}, inputDefaults)),
    ...unlessEmpty("output", withoutDefaults(output ?? {}, outputDefaults)),
    ...unlessEmpty("uses", canonicalUses(uses ?? {})),
    ...unlessEmpty("defaults", canonicalDefaults(defaults ?? {})),
    ...unlessEmpty("concurrency", withoutDefaults(concurrency ?? {}, concurrencyDefaults)),
    steps: steps.toSorted(byId).map((step) => canonicalStep(step, inherited)),
    ...(triggers === undefined || triggers.length === 0
      ? {}
      : { triggers: triggers.toSorted(byId).map(canonicalTrigger) }),
  };
}

/** What the steps of a pipeline have unless they say otherwise. */
export function inheritanceOf({ defaults }: WrittenPipeline): StepInheritance {
  const retry = { ...retryDefaults, ...defaults?.retry } as RetryPolicy;
  return {
    retry: { ...retry, on: [...retry.on].sort() },
    timeout: defaults?.timeout ?? stepTimeoutDefault,
  };
}

function canonicalUses(uses: NonNullable<WrittenPipeline["uses"]>): JsonObject {
  return {
    ...sortedList("variables", uses.variables),
    ...sortedList("secrets", uses.secrets),
    ...sortedList("connections", uses.connections),
  };
}

function canonicalDefaults(defaults: NonNullable<WrittenPipeline["defaults"]>): JsonObject {
  const { retry, ...plain } = defaults;
  return {
    ...withoutDefaults(plain, { timeout: stepTimeoutDefault }),
    ...unlessEmpty("retry", retry === undefined ? {} : canonicalRetry(retry, retryDefaults)),
  };
}

function canonicalTrigger(trigger: WrittenTrigger): JsonObject {
  const canonical = withoutDefaults(trigger, triggerDefaults[trigger.type]);
  if (trigger.type !== "webhook") return canonical;
  return { ...canonical, auth: withoutDefaults(trigger.auth, webhookAuthDefaults) };
}

function sortedList(name: string, list: readonly string[] | undefined): JsonObject {
  return list === undefined || list.length === 0 ? {} : { [name]: [...list].sort() };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
