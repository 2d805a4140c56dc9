import { type Json, type JsonObject, type RetryPolicy, type StepType } from "@lockstep/model";
import { declarationOf } from "@lockstep/step-types";

import { forEachDefaults, onErrorDefaults, stepDefaults } from "../defaults.ts";
import type { WrittenStep } from "../format/step-format.ts";
import { isSameJson, withoutDefaults } from "./without-defaults.ts";

/** What a step inherits from its pipeline. */
export interface StepInheritance {
  readonly retry: RetryPolicy;
  readonly timeout: string;
}

/** A step without what it would have anyway, its set-like lists sorted. */
export function canonicalStep(step: WrittenStep, inherited: StepInheritance): JsonObject {
  const { effects } = declarationOf(step.type as StepType);
  const { dependsOn, forEach, onError, retry, ...plain } = step;
  return {
    ...withoutDefaults(plain, { ...stepDefaults, effects: effects.default, timeout: inherited.timeout }),
    ...(dependsOn === undefined || dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn].sort() }),
    ...(forEach === undefined ? {} : { forEach: withoutDefaults(forEach, forEachDefaults) }),
    ...unlessEmpty("onError", onError === undefined ? {} : canonicalOnError(onError)),
    ...unlessEmpty("retry", retry === undefined ? {} : canonicalRetry(retry, inherited.retry)),
  };
}

/** Retry settings that differ from the ones inherited; a written default that overrides an inherited value stays. */
export function canonicalRetry(retry: NonNullable<WrittenStep["retry"]>, inherited: RetryPolicy): JsonObject {
  const { on, ...plain } = retry;
  const sorted = on === undefined ? undefined : [...on].sort();
  return {
    ...withoutDefaults(plain, { ...inherited }),
    ...(sorted === undefined || isSameJson(sorted, inherited.on) ? {} : { on: sorted }),
  };
}

function canonicalOnError(onError: NonNullable<WrittenStep["onError"]>): JsonObject {
  const { on, ...plain } = onError;
  return withoutDefaults(on === undefined ? plain : { ...plain, on: [...on].sort() }, onErrorDefaults);
}

/** One member, or none where its value holds nothing. */
export function unlessEmpty(name: string, value: JsonObject): { readonly [name: string]: Json } {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
