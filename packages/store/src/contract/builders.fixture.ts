import {
  type Application,
  canonicalJson,
  type Change,
  checksumOfText,
  type CompiledPipeline,
  type Deploy,
  type DeployState,
  type Environment,
  type EnvironmentFindings,
  type NewRun,
  noQuotas,
  type OrgStore,
  type StepAttempt,
  type StreamPiece,
  unlimited,
  type Uses,
  type VersionPointer,
} from "@lockstep/model";

const at = "2026-01-01T00:00:00.000Z";
const person = { name: "Ada", email: "ada@example.com", at };
const noUses: Uses = { variables: [], secrets: [], connections: [] };

/** A commit id made of one digit. */
export const revisionOf = (digit: number | string) => String(digit).repeat(40).slice(0, 40);

export const digestOf = (text: string) => checksumOfText("lockstep-environment/v1", text);

let made = 0;

/** Names and ids that no other test of the database has. Ids sort by the time they were made. */
export function unique(prefix: string): string {
  made += 1;
  return `${prefix}-${made.toString(36).padStart(6, "0")}`;
}

export function pipeline(
  slug: string,
  more: Partial<CompiledPipeline> & { readonly title?: string } = {},
): CompiledPipeline {
  const { version = "1.0.0", title = "", ...rest } = more;
  const canonical = canonicalJson({ slug, version, title });
  return {
    slug,
    version,
    team: null,
    path: `pipelines/${slug}.pipeline.json`,
    content: checksumOfText("lockstep-content/v1", canonical),
    manifest: checksumOfText("lockstep-manifest/v1", canonical),
    canonical,
    uses: noUses,
    channels: [],
    callees: [],
    stepTypes: ["echo"],
    triggers: [],
    ...rest,
  };
}

const pointerOf = ({ version, content, manifest, team, path }: CompiledPipeline): VersionPointer => ({
  version,
  content,
  manifest,
  team,
  path,
});

export function assign(to: CompiledPipeline, from: CompiledPipeline | null = null): Change {
  const kind = from === null ? "create" : "update";
  const pointer = from === null ? null : pointerOf(from);
  return {
    kind,
    slug: to.slug,
    class: null,
    from: pointer,
    to: pointerOf(to),
    differences: [],
    contract: null,
  };
}

export function prune(from: CompiledPipeline): Change {
  return {
    kind: "prune",
    slug: from.slug,
    class: null,
    from: pointerOf(from),
    to: null,
    differences: [],
    contract: null,
  };
}

export const configure = (environment: string): Change => ({
  kind: "configure",
  slug: environment,
  class: null,
  from: null,
  to: null,
  differences: [],
  contract: null,
});

export function environmentOf(slug: string, title = "Staging"): Environment {
  const written = {
    slug,
    title,
    tier: "staging",
    variables: { COLOUR: title },
    triggers: { default: "enabled" },
  };
  return { ...written, quotas: noQuotas, teams: {}, pipelines: {} } as unknown as Environment;
}

export function findings(more: Partial<EnvironmentFindings> = {}): EnvironmentFindings {
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

export interface DeployDetails {
  readonly environment: string;
  readonly changes?: readonly Change[];
  readonly sequence?: number;
  readonly state?: DeployState;
  readonly revision?: string;
}

export function deployOf(details: DeployDetails): Deploy {
  const { environment, changes = [], sequence = 0, state = "applied", revision = revisionOf("a") } = details;
  const id = unique("deploy");
  return {
    id,
    environment,
    intent: "merge",
    state,
    plan: {
      format: "lockstep-plan/v1",
      environment,
      base: { sequence, revision: null },
      target: { revision, controlRevision: revision },
      changes,
      locks: [],
      policyDigest: digestOf("policy"),
      configurationDigest: digestOf("policy"),
      problems: [],
      counts: { applied: 0, desired: changes.length, pruned: 0 },
      hash: checksumOfText("lockstep-plan/v1", id),
    },
    verdicts: [{ gate: "validity", verdict: "open", because: "Nothing is wrong." }],
    because: "The gates were asked.",
    commit: { revision, parents: [], message: "Change\n\nIt.", author: person, committer: person },
    actor: { kind: "controller", id: "controller" },
    createdAt: at,
    updatedAt: at,
  };
}

export function applicationOf(
  deploy: Deploy,
  manifests: readonly CompiledPipeline[],
  more: Partial<Application> & Pick<Application, "fencingToken">,
): Application {
  const { environment } = deploy;
  return {
    deploy,
    expectedSequence: deploy.plan.base.sequence,
    expectedActs: 0,
    hold: null,
    smoke: [],
    debt: null,
    configuration: {
      slug: environment,
      path: `environments/${environment}.json`,
      digest: digestOf(environment),
      environment: environmentOf(environment),
    },
    manifests,
    releases: manifests.map(({ slug, version, content }) => ({ slug, version, content })),
    record: { kind: "applied", body: { planHash: deploy.plan.hash } },
    events: [{ name: "deploy.applied", environment, body: { deploy: deploy.id } }],
    outbox: [{ topic: "deploy", target: environment, body: { deploy: deploy.id } }],
    ...more,
  };
}

/** Takes the environment's lease for a writer of its own. */
export async function takeLease(store: OrgStore, environment: string, holder = "test"): Promise<number> {
  const token = await store.leases.acquire(`environment:${environment}`, holder, 60_000);
  if (token === null) throw new Error("somebody else holds the lease");
  return token;
}

/** Applies pipelines that were not there before. */
export async function applyNew(store: OrgStore, environment: string, pipelines: readonly CompiledPipeline[]) {
  const { sequence } = await store.environments.loadApplied(environment);
  const deploy = deployOf({ environment, sequence, changes: pipelines.map((to) => assign(to)) });
  const fencingToken = await takeLease(store, environment);
  const outcome = await store.deploys.apply(applicationOf(deploy, pipelines, { fencingToken }));
  if (outcome.outcome !== "applied") throw new Error(`it was ${outcome.outcome}`);
  return { deploy, outcome };
}

export function newRun(more: Partial<NewRun> = {}): NewRun {
  return {
    id: unique("run"),
    environment: "staging",
    slug: "greet",
    version: "1.0.0",
    content: digestOf("content"),
    manifest: digestOf("manifest"),
    revision: revisionOf("a"),
    deploy: "deploy",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: null,
    queue: "default",
    priority: 5,
    input: { name: "Ada" },
    deadlineAt: "2030-01-01T00:00:00.000Z",
    idempotency: null,
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
    ...more,
  };
}

export function attemptOf(run: string, more: Partial<StepAttempt> = {}): StepAttempt {
  return {
    run,
    step: "greet",
    item: -1,
    attempt: 1,
    state: "completed",
    output: { text: "hello" },
    error: null,
    startedAt: at,
    endedAt: at,
    retryAt: null,
    usage: null,
    waitsFor: null,
    reply: null,
    ...more,
  };
}

export function pieceOf(run: string, more: Partial<StreamPiece> = {}): StreamPiece {
  const origin = { environment: "staging", run, step: "ask", item: -1, attempt: 1, answer: 1 };
  return { ...origin, offset: 0, text: "Hello", ...more };
}
