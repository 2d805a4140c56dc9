import { type CompiledPipeline, hasErrors, type Json, type Problem, type Slug } from "@lockstep/model";

import { checkPipeline } from "../checks/check-pipeline.ts";
import { inlineFiles } from "../files/inline-files.ts";
import type { ReadFile } from "../files/source-file.ts";
import { parseStrict } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";
import { type PipelineLink, pipelineLinks } from "./pipeline-links.ts";
import { summarisePipeline } from "./summarise-pipeline.ts";

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
  return { path, pipeline: summarisePipeline(path, written), problems, slug, links: pipelineLinks(written) };
}

function failed(path: string, problems: readonly Problem[], slug: Slug | null): Compilation {
  return { path, pipeline: null, problems, slug, links: [] };
}

function slugOf(value: Json): Slug | null {
  const slug = (value as { readonly slug?: Json } | null)?.slug;
  return typeof slug === "string" ? slug : null;
}
