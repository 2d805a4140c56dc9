import {
  type CompiledPipeline,
  hasErrors,
  type Json,
  type Problem,
  type Slug,
  type StepType,
  type Uses,
} from "@lockstep/model";

import { canonicalise } from "../canonical/canonicalise.ts";
import { checksumsOfCanonical } from "../canonical/checksums.ts";
import { checkPipeline } from "../checks/check-pipeline.ts";
import { usesDefaults } from "../defaults.ts";
import { inlineFiles } from "../files/inline-files.ts";
import type { ReadFile } from "../files/source-file.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { WrittenTrigger } from "../format/trigger-format.ts";
import { resolveTrigger } from "../resolve-pipeline.ts";
import { parseStrict } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";
import { parseCallee, type PipelineLink, pipelineLinks } from "./pipeline-links.ts";

/** What became of one manifest: a pipeline unless there are errors. */
export interface Compilation {
  readonly path: string;
  readonly pipeline: CompiledPipeline | null;
  readonly problems: readonly Problem[];
  /** The slug as far as it can be told, also of a manifest with errors. */
  readonly slug: Slug | null;
  readonly links: readonly PipelineLink[];
}

/** Compiles one pipeline manifest. `readFile` is asked for `$file` references only. Never throws for what a file holds. */
export function compilePipeline(path: string, bytes: Uint8Array, readFile: ReadFile): Compilation {
  const { text, value, findings } = parseStrict(bytes);
  if (value === undefined) return failed(path, placeFindings(path, text, findings), null);
  const expanded = inlineFiles({ path, text, value, readFile });
  const checked = checkPipeline(path, expanded.value);
  const problems = placeFindings(path, text, [...findings, ...expanded.findings, ...checked.findings]);
  const slug = slugOf(expanded.value);
  if (checked.written === null || hasErrors(problems)) return failed(path, problems, slug);
  const { written } = checked;
  return { path, pipeline: summarise(path, written), problems, slug, links: pipelineLinks(written) };
}

function failed(path: string, problems: readonly Problem[], slug: Slug | null): Compilation {
  return { path, pipeline: null, problems, slug, links: [] };
}

function slugOf(value: Json): Slug | null {
  const slug = (value as { readonly slug?: Json } | null)?.slug;
  return typeof slug === "string" ? slug : null;
}

function summarise(path: string, written: WrittenPipeline): CompiledPipeline {
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
