import type { Callee, CompiledPipeline, Problem, StepType } from "@lockstep/model";

import { canonicalise } from "../canonical/canonicalise.ts";
import { checksumsOfCanonical } from "../canonical/checksums.ts";
import { inlineFiles } from "../files/inline-files.ts";
import type { ReadFile } from "../files/source-file.ts";
import { pipelineShapeFindings } from "../format/check-shape.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { parseStrict } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";

/** What became of one manifest: a pipeline unless there are errors. */
export interface Compilation {
  readonly pipeline: CompiledPipeline | null;
  readonly problems: readonly Problem[];
}

/** Compiles one pipeline manifest. Never throws for what a file holds. */
export function compilePipeline(path: string, bytes: Uint8Array, readFile: ReadFile): Compilation {
  const { text, value, findings } = parseStrict(bytes);
  if (value === undefined || findings.length > 0)
    return { pipeline: null, problems: placeFindings(path, text, findings) };
  const expanded = inlineFiles({ path, text, value, readFile });
  const shape = [...expanded.findings, ...pipelineShapeFindings(expanded.value)];
  if (shape.length > 0) return { pipeline: null, problems: placeFindings(path, text, shape) };
  return { pipeline: summarise(path, expanded.value as unknown as WrittenPipeline), problems: [] };
}

function summarise(path: string, written: WrittenPipeline): CompiledPipeline {
  const form = canonicalise(written);
  return {
    slug: written.slug,
    version: written.version,
    team: written.team ?? null,
    path,
    ...checksumsOfCanonical(written, form),
    uses: { variables: [], secrets: [], connections: [], ...(form["uses"] as object | undefined) },
    channels: channelsOf(written),
    callees: calleesOf(written),
    stepTypes: [...new Set(written.steps.map(({ type }) => type as StepType))].sort(),
  };
}

function channelsOf({ steps }: WrittenPipeline): readonly string[] {
  const channels = steps.flatMap(({ type, with: parameters }) =>
    type === "notify" ? [parameters?.["channel"] as string] : [],
  );
  return [...new Set(channels)].sort();
}

function calleesOf({ steps }: WrittenPipeline): readonly Callee[] {
  const names = steps.flatMap(({ type, with: parameters }) =>
    type === "pipeline" ? [parameters?.["pipeline"] as string] : [],
  );
  return [...new Set(names)].sort().map((name) => {
    const [slug = "", range = ""] = name.split("@");
    return { slug, range };
  });
}
