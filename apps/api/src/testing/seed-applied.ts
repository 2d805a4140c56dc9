import {
  compilePipeline,
  resolveEnvironment,
  type WrittenEnvironment,
  type WrittenPipeline,
} from "@lockstep/manifest";
import {
  type Change,
  checksumOfText,
  type Commit,
  type CompiledPipeline,
  type Deploy,
  type DeployState,
  type Environment,
  type EnvironmentFindings,
  type OrgStore,
  type Plan,
} from "@lockstep/model";

const author = { name: "Ada", email: "ada@example.com", at: "2026-01-01T00:00:00.000Z" };

/** A compiled pipeline that greets; what is not given is left out of its manifest. */
export function compiledPipeline(
  slug: string,
  version = "1.0.0",
  more: Partial<WrittenPipeline> = {},
): CompiledPipeline {
  const written = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version,
    steps: [{ id: "greet", type: "set", with: { values: { greeting: "Hello" } } }],
    ...more,
  };
  const path = `pipelines/${slug}.pipeline.json`;
  const { pipeline, problems } = compilePipeline(path, Buffer.from(JSON.stringify(written)), () => null);
  if (pipeline === null) throw new Error(JSON.stringify(problems));
  return pipeline;
}

function configurationOf(slug: string, more: Partial<WrittenEnvironment> = {}): Environment {
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier: "staging",
    source: { branch: "develop" },
    teams: { everybody: { queue: "default" } },
    fallbackTeam: "everybody",
    ...more,
  });
}

/** What the controller would have found out about an environment. */
function findings(more: Partial<EnvironmentFindings> = {}): EnvironmentFindings {
  return {
    state: "in-sync",
    because: "What runs is what git says.",
    next: "Nothing.",
    opensAt: null,
    predictedAt: null,
    problems: [],
    branch: "develop",
    desiredRevision: null,
    desiredControlRevision: null,
    deploy: null,
    failures: 0,
    retryAt: null,
    removed: false,
    ...more,
  };
}

/** Makes an environment known, as the end of a reconcile does. */
export async function seedEnvironment(
  store: OrgStore,
  slug: string,
  more: Partial<EnvironmentFindings> = {},
): Promise<void> {
  await store.environments.saveFindings({ slug, title: slug, tier: "staging" }, findings(more));
}

export interface DeploySeed {
  readonly id: string;
  readonly environment: string;
  readonly pipelines: readonly CompiledPipeline[];
  readonly state: DeployState;
  /** What the environment says besides having a queue for everybody. */
  readonly configuration?: Partial<WrittenEnvironment>;
}

/** A deploy of these pipelines in the given state, with its record for final states. */
export async function seedDeploy(store: OrgStore, seed: DeploySeed): Promise<Deploy> {
  const fencingToken = await lease(store, seed.environment);
  const base = await store.environments.loadApplied(seed.environment);
  const deploy = deployOf(
    { ...seed, state: seed.state === "applied" ? "applying" : seed.state },
    base.sequence,
  );
  await store.deploys.transition({ deploy, fencingToken, record: null, events: [], outbox: [] });
  if (seed.state === "applied") await apply(store, { seed, deploy, fencingToken });
  return { ...deploy, state: seed.state };
}

async function apply(
  store: OrgStore,
  {
    seed,
    deploy,
    fencingToken,
  }: { readonly seed: DeploySeed; readonly deploy: Deploy; readonly fencingToken: number },
): Promise<void> {
  const person = await store.people.remember({ name: author.name, email: author.email });
  const outcome = await store.deploys.apply({
    deploy: { ...deploy, state: "applied" },
    expectedSequence: deploy.plan.base.sequence,
    expectedActs: 0,
    hold: null,
    smoke: [],
    debt: null,
    fencingToken,
    configuration: {
      slug: seed.environment,
      path: `environments/${seed.environment}.json`,
      digest: deploy.plan.configurationDigest,
      environment: configurationOf(seed.environment, seed.configuration),
    },
    manifests: seed.pipelines,
    releases: seed.pipelines.map(({ slug, version, content }) => ({ slug, version, content })),
    record: { kind: "applied", body: { author: person, planHash: deploy.plan.hash } },
    events: [{ name: "deploy.applied", environment: seed.environment, body: { deploy: deploy.id } }],
    outbox: [],
  });
  if (outcome.outcome !== "applied") throw new Error(`seed was ${outcome.outcome}`);
}

async function lease(store: OrgStore, environment: string): Promise<number> {
  const token = await store.leases.acquire(`environment:${environment}`, "test", 60_000);
  if (token === null) throw new Error("somebody else holds the lease");
  return token;
}

const digest = checksumOfText("lockstep-environment/v1", "{}");
const revision = "a".repeat(40);

function deployOf(
  { id, environment, pipelines, state, configuration = {} }: DeploySeed,
  sequence: number,
): Deploy {
  const at = "2026-01-01T00:00:00.000Z";
  const commit: Commit = {
    revision,
    parents: [],
    message: "Add pipelines\n\nAll of them.",
    author,
    committer: author,
  };
  const plan: Plan = {
    format: "lockstep-plan/v1",
    environment,
    base: { sequence, revision: null },
    target: { revision, controlRevision: revision },
    changes: pipelines.map(create),
    locks: [],
    policyDigest: digest,
    configurationDigest: checksumOfText("lockstep-environment/v1", JSON.stringify(configuration)),
    problems: [],
    counts: { applied: 0, desired: pipelines.length, pruned: 0 },
    hash: checksumOfText("lockstep-plan/v1", id),
  };
  return {
    id,
    environment,
    intent: "merge",
    state,
    plan,
    commit,
    verdicts: [],
    because: "The gates were asked.",
    actor: { kind: "controller", id: "controller" },
    createdAt: at,
    updatedAt: at,
  };
}

function create({ slug, version, content, manifest, team, path }: CompiledPipeline): Change {
  return {
    kind: "create",
    slug,
    class: null,
    from: null,
    to: { version, content, manifest, team, path },
    differences: [],
    contract: null,
  };
}
