import type {
  AppliedPipeline,
  AppliedState,
  CompiledEnvironment,
  CompiledPipeline,
  PlanContents,
  Timestamp,
} from "@lockstep/model";

/** What an apply adds to the plan: the configuration it puts in force, and which deploy did it when. */
export interface Applying {
  readonly configuration: CompiledEnvironment;
  readonly deploy: string;
  readonly at: Timestamp;
}

/** The applied state after a plan, as the apply transaction leaves it. */
export function applyPlan(applied: AppliedState, contents: PlanContents, applying: Applying): AppliedState {
  const { target } = contents.plan;
  return {
    environment: applied.environment,
    sequence: applied.sequence + 1,
    revision: target.revision,
    controlRevision: target.controlRevision,
    policy: applying.configuration.environment,
    acts: applied.acts,
    policyDigest: applying.configuration.digest,
    pipelines: pipelinesAfter(applied, contents, applying),
  };
}

function pipelinesAfter(applied: AppliedState, contents: PlanContents, applying: Applying) {
  const gone = new Set(contents.plan.changes.flatMap(({ kind, slug }) => (kind === "prune" ? slug : [])));
  const pipelines = new Map([...applied.pipelines].filter(([slug]) => !gone.has(slug)));
  for (const manifest of contents.manifests) pipelines.set(manifest.slug, assign(manifest, applying));
  return pipelines;
}

function assign(manifest: CompiledPipeline, { deploy, at }: Applying): AppliedPipeline {
  const { slug, version, content, manifest: checksum, team, path, uses } = manifest;
  return { slug, version, content, manifest: checksum, team, path, uses, deploy, since: at };
}
