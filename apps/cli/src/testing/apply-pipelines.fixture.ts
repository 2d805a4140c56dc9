import { resolveEnvironment, type WrittenEnvironment } from "@lockstep/manifest";
import {
  type Change,
  checksumOfText,
  type CompiledPipeline,
  type Environment,
  type OrgStore,
} from "@lockstep/model";

/** The environment that tests apply to. */
export const environment = "staging";
const revision = "a".repeat(40);
const person = { name: "Ada", email: "ada@example.com", at: "2026-01-01T00:00:00.000Z" };

/** Has a queue for everybody. */
export function configurationOf(more: Partial<WrittenEnvironment>): Environment {
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: environment,
    tier: "staging",
    source: { branch: "develop" },
    teams: { everybody: { queue: "default" } },
    fallbackTeam: "everybody",
    ...more,
  });
}

interface Application {
  readonly before: readonly CompiledPipeline[];
  readonly pipelines: readonly CompiledPipeline[];
  readonly configuration: Environment;
  readonly id: string;
}

/** Puts exactly these pipelines in force, by one deploy. */
export async function applyPipelines(
  store: OrgStore,
  { before, pipelines, configuration, id }: Application,
): Promise<void> {
  const fencingToken = await store.leases.acquire(`environment:${environment}`, "test", 60_000);
  const { sequence } = await store.environments.loadApplied(environment);
  const at = await store.now();
  // What is in force is found by its digest: another configuration needs another one.
  const digest = checksumOfText("lockstep-environment/v1", JSON.stringify(configuration));
  const outcome = await store.deploys.apply({
    deploy: {
      id,
      environment,
      intent: "merge",
      state: "applied",
      commit: { revision, parents: [], message: "Change", author: person, committer: person },
      verdicts: [],
      because: "",
      actor: { kind: "controller", id: "controller" },
      createdAt: at,
      updatedAt: at,
      plan: {
        format: "lockstep-plan/v1",
        environment,
        base: { sequence, revision: null },
        target: { revision, controlRevision: revision },
        changes: changesBetween(before, pipelines),
        locks: [],
        policyDigest: digest,
        configurationDigest: digest,
        problems: [],
        counts: { applied: before.length, desired: pipelines.length, pruned: 0 },
        hash: checksumOfText("lockstep-plan/v1", id),
      },
    },
    expectedSequence: sequence,
    expectedActs: 0,
    hold: null,
    smoke: [],
    debt: null,
    fencingToken: fencingToken ?? 0,
    configuration: {
      slug: environment,
      path: "environments/staging.json",
      digest,
      environment: configuration,
    },
    manifests: pipelines,
    releases: [],
    record: { kind: "applied", body: {} },
    events: [],
    outbox: [],
  });
  if (outcome.outcome !== "applied") throw new Error(`it was ${outcome.outcome}`);
}

/** A deploy names what changes and, as `configure`, the environment itself. */
function changesBetween(
  before: readonly CompiledPipeline[],
  after: readonly CompiledPipeline[],
): readonly Change[] {
  const known = new Map(before.map((one) => [one.slug, one]));
  const kept = new Set(after.map(({ slug }) => slug));
  const nothing = { class: null, from: null, to: null, differences: [], contract: null };
  return [
    { kind: "configure", slug: environment, ...nothing },
    ...after
      .filter(({ slug, manifest }) => known.get(slug)?.manifest !== manifest)
      .map((to): Change => ({ ...nothing, kind: "update", slug: to.slug, to })),
    ...before
      .filter(({ slug }) => !kept.has(slug))
      .map((from): Change => ({ ...nothing, kind: "prune", slug: from.slug, from })),
  ];
}
