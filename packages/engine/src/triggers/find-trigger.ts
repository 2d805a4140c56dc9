import {
  canonicalJson,
  type Environment,
  Failure,
  type FiringName,
  isTriggerEnabled,
  type Pipeline,
  type Trigger,
} from "@lockstep/model";

import type { TriggerDeps } from "./trigger-deps.ts";

/** A trigger that may fire, with what surrounds it. */
export interface FoundTrigger {
  readonly trigger: Trigger;
  readonly pipeline: Pipeline;
  readonly policy: Environment;
}

/**
 * The trigger as the re-hashed manifest declares it; `null` when it is not in force or not enabled. Fails as
 * `row-tampered` when its row says something else than the manifest.
 */
export async function findTrigger(
  deps: TriggerDeps,
  name: Omit<FiringName, "key">,
): Promise<FoundTrigger | null> {
  // A deploy may come between the reads; two in a row are no accident.
  for (let look = 0; look < 2; look += 1) {
    const found = await lookOnce(deps, name);
    if (found !== "unlike") return found;
  }
  throw new Failure(
    "row-tampered",
    `The stored trigger ${name.trigger} of ${name.slug} is not what was applied; deploy the pipeline again to restore it.`,
    { code: "ROW_TAMPERED" },
  );
}

async function lookOnce(
  { triggers, environments, pipelines }: TriggerDeps,
  { environment, slug, trigger: id }: Omit<FiringName, "key">,
): Promise<FoundTrigger | "unlike" | null> {
  const armed = await triggers.load(environment, slug, id);
  if (armed === null || !armed.isEnabled) return null;
  const policy = (await environments.load(environment))?.policy ?? null;
  const applied = await environments.loadPipeline(environment, slug);
  if (policy === null || applied === null) return null;
  const { pipeline } = await pipelines.load(applied.manifest);
  const trigger = pipeline.triggers.find((one) => one.id === id);
  if (trigger === undefined || canonicalJson(trigger) !== canonicalJson(armed.trigger)) return "unlike";
  return isTriggerEnabled(policy, slug, trigger) ? { trigger, pipeline, policy } : "unlike";
}
