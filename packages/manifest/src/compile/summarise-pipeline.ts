import type { CompiledPipeline, StepType, Uses } from "@lockstep/model";

import { canonicalise } from "../canonical/canonicalise.ts";
import { checksumsOfCanonical } from "../canonical/checksums.ts";
import { usesDefaults } from "../defaults.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { WrittenTrigger } from "../format/trigger-format.ts";
import { resolveTrigger } from "../resolve-pipeline.ts";
import { parseCallee } from "./pipeline-links.ts";

/** What is to be known of a manifest without errors. */
export function summarisePipeline(path: string, written: WrittenPipeline): CompiledPipeline {
  const form = canonicalise(written);
  return {
    slug: written.slug,
    version: written.version,
    team: written.team ?? null,
    path,
    ...checksumsOfCanonical(written, form),
    uses: { ...usesDefaults, ...(form["uses"] as Partial<Uses> | undefined) },
    channels: distinct(parametersOf(written, "notify", "channel")),
    callees: distinct(parametersOf(written, "pipeline", "pipeline")).map(parseCallee),
    stepTypes: distinct(written.steps.map(({ type }) => type as StepType)),
    triggers: (written.triggers ?? []).toSorted(byId).map(resolveTrigger),
  };
}

function byId(a: WrittenTrigger, b: WrittenTrigger): number {
  return a.id < b.id ? -1 : 1;
}

function parametersOf({ steps }: WrittenPipeline, type: StepType, field: string): readonly string[] {
  return steps.flatMap((step) => (step.type === type ? [step.with?.[field] as string] : []));
}

function distinct<Word extends string>(words: readonly Word[]): readonly Word[] {
  return [...new Set(words)].sort();
}
