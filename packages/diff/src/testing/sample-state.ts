import {
  checksumOf,
  type AppliedPipeline,
  type AppliedState,
  type CompiledPipeline,
  type Desired,
  type Directory,
  type Environment,
  type Pipeline,
  type PlanContents,
  type Problem,
  type Release,
} from "@lockstep/model";

import { planCompared } from "./plan-compared.ts";
import { compile } from "./sample-pipeline.ts";

export type Settings = Partial<{
  mode: "strict" | "recreate";
  semver: "enforce" | "warn" | "off";
  prune: "retire" | "keep";
  title: string;
  teams: Directory["teams"];
  people: Directory["people"];
}>;

/** The part of an environment that planning reads. */
function sampleEnvironment(settings: Settings = {}): Environment {
  const { mode = "strict", semver = "enforce", prune = "retire", title = "" } = settings;
  const { teams = {}, people = {} } = settings;
  const directory = { teams, people };
  return {
    slug: "staging",
    title,
    apply: { prune },
    immutability: { mode, semver },
    directory,
  } as Environment;
}

const revisions = { applied: "a".repeat(40), desired: "d".repeat(40) };

/** A state in which these pipelines are in force. */
export function applied(pipelines: readonly CompiledPipeline[], settings: Settings = {}): AppliedState {
  const policy = sampleEnvironment(settings);
  return {
    environment: "staging",
    sequence: 7,
    revision: revisions.applied,
    controlRevision: revisions.applied,
    policy,
    acts: 0,
    policyDigest: checksumOf("lockstep-environment/v1", policy),
    pipelines: new Map(pipelines.map((pipeline) => [pipeline.slug, assigned(pipeline)])),
  };
}

/** What git asks for: these pipelines under this configuration. */
export function desired(
  pipelines: readonly CompiledPipeline[],
  settings: Settings = {},
  problems: readonly Problem[] = [],
): Desired {
  const environment = sampleEnvironment(settings);
  const digest = checksumOf("lockstep-environment/v1", environment);
  return {
    snapshot: { revision: revisions.desired, pipelines, problems },
    controlRevision: revisions.desired,
    configuration: { slug: "staging", path: "environments/staging.json", digest, environment },
  };
}

/** The claim that an apply of the pipeline in a strict environment makes. */
export function released(pipeline: Pipeline, environment = "production"): Release {
  const { slug, version, content } = compile(pipeline);
  const at = { revision: "c".repeat(40), deploy: "deploy-1", releasedAt: "2026-01-01T00:00:00.000Z" };
  return { slug, version, content, environment, ...at };
}

export interface Situation {
  readonly from: readonly Pipeline[];
  readonly to: readonly Pipeline[];
  readonly releases?: readonly Release[];
  readonly settings?: Settings;
  readonly problems?: readonly Problem[];
}

/** The plan from some applied to some desired pipelines, with both sides readable. */
export function planBetween({
  from,
  to,
  releases = [],
  settings = {},
  problems = [],
}: Situation): PlanContents {
  return planCompared({
    applied: applied(
      from.map((pipeline) => compile(pipeline)),
      settings,
    ),
    desired: desired(
      to.map((pipeline) => compile(pipeline)),
      settings,
      problems,
    ),
    releases,
    pipelines: lookup([...from, ...to]),
  });
}

export function lookup(pipelines: readonly Pipeline[]): ReadonlyMap<string, Pipeline> {
  return new Map(pipelines.map((pipeline) => [compile(pipeline).manifest, pipeline]));
}

function assigned({ slug, version, content, manifest, team, path, uses }: CompiledPipeline): AppliedPipeline {
  const since = "2026-01-01T00:00:00.000Z";
  return { slug, version, content, manifest, team, path, uses, deploy: "deploy-0", since };
}
