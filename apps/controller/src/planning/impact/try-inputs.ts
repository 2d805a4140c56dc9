import { canonicalJson, type Impact, type ImpactStore, type Json, type Slug } from "@lockstep/model";
import { compileSchema } from "@lockstep/schema";

import type { ChangedPipeline } from "./changed-pipelines.ts";
import { redactRejection } from "./redact-rejection.ts";

type Tried = Impact["inputs"][number];

/** The newest recorded inputs that are tried for each pipeline. */
const mostInputs = 1_000;

/** A schema may be slow, and a plan must not be: what was not tried by then is not counted as tried. */
const longestMs = 5_000;

/** Between two looks at the clock, and turns of others. */
const slice = 50;

export interface InputSources {
  readonly impact: Pick<ImpactStore, "listInputs">;
  readonly environment: Slug;
  /** Whether the policy in force keeps inputs; else what is still there is about to go and nobody's to look at. */
  readonly isRecorded: boolean;
}

/** How many recorded inputs the changed input schemas would reject. */
export async function tryInputs(
  { impact, environment, isRecorded }: InputSources,
  changed: readonly ChangedPipeline[],
): Promise<readonly Tried[]> {
  const deadline = performance.now() + longestMs;
  const tried: Tried[] = [];
  for (const { change, before, after } of changed) {
    if (before === null || after === null) continue;
    const [old, fresh] = [before.input.schema, after.input.schema];
    if (canonicalJson(old) === canonicalJson(fresh)) continue;
    const inputs =
      isRecorded && performance.now() < deadline
        ? await impact.listInputs(environment, change.slug, mostInputs)
        : [];
    tried.push({ slug: change.slug, ...(await tryAll(inputs, { old, fresh }, deadline)) });
  }
  return tried;
}

type Schema = Parameters<typeof compileSchema>[0];

async function tryAll(
  inputs: readonly Json[],
  { old, fresh }: { readonly old: Schema; readonly fresh: Schema },
  deadline: number,
): Promise<Omit<Tried, "slug">> {
  const nothing = { tried: 0, rejected: 0, example: null };
  if (inputs.length === 0) return nothing;
  const compiled = compileSchema(fresh);
  if (!compiled.ok) return nothing;
  let rejected = 0;
  let tried = 0;
  let example: Tried["example"] = null;
  for (const input of inputs) {
    if (tried % slice === 0) {
      if (performance.now() > deadline) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const found = compiled.validate(input);
    tried += 1;
    if (found.ok) continue;
    rejected += 1;
    example ??= redactRejection(input, found.errors, old);
  }
  return { tried, rejected, example };
}
