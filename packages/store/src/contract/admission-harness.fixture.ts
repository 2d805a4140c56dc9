import {
  type Admission,
  type ClaimedRun,
  type Environment,
  noQuotas,
  type OrgStore,
  type Quotas,
  quotasOf,
  type Run,
  type RunTransition,
} from "@lockstep/model";

import { createOrgStore } from "../stores/create-org-store.ts";
import {
  applicationOf,
  deployOf,
  digestOf,
  environmentOf,
  newRun,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { entryOf } from "./run-harness.fixture.ts";
import type { Subject, SubjectOf } from "./subject.fixture.ts";

type Limits = Partial<Quotas>;

/** A configuration as far as admission reads it: limits of the environment, its teams and its pipelines. */
export interface Policy {
  readonly quotas?: Limits;
  readonly teams?: { readonly [team: string]: Limits & { readonly priority?: number } };
  readonly pipelines?: { readonly [slug: string]: Limits };
}

export interface Asked {
  readonly team?: string;
  readonly slug?: string;
  readonly priority?: number;
  readonly key?: string;
  readonly limit?: number;
  readonly onLimit?: "queue" | "reject" | "cancel-oldest";
  readonly queue?: string;
}

function policyOf(slug: string, { quotas, teams = {}, pipelines = {} }: Policy): Environment {
  const full = (limits: Limits = {}): Quotas => ({ ...noQuotas, ...limits });
  const entries = Object.entries(teams).map(([team, { priority = 5, ...limits }]) => {
    return [team, { queue: slug, isolation: "shared", priority, quotas: full(limits) }] as const;
  });
  const overrides = Object.entries(pipelines).map(([name, limits]) => {
    const nothing = { enabled: true, triggers: {}, queue: null, isolation: null, priority: null };
    return [name, { ...nothing, quotas: full(limits) }] as const;
  });
  return {
    ...environmentOf(slug),
    quotas: full(quotas),
    teams: Object.fromEntries(entries),
    pipelines: Object.fromEntries(overrides),
  };
}

/** An environment with a policy, whose queue has its own name. */
export async function admissionHarness(subject: SubjectOf, given: Policy) {
  const environment = unique("env");
  let policy = policyOf(environment, given);
  await applyPolicy(subject().store, policy);
  const runs = () => subject().store.runs;

  function asked(more: Asked = {}) {
    const { team: account = "", slug = "greet", priority = 5, key, limit = 1, onLimit = "queue" } = more;
    const concurrency: Admission["concurrency"] =
      key === undefined ? null : { key: `${environment}/${slug}/${key}`, limit, onLimit };
    const admission = { account, quotas: quotasOf(policy, account, slug), concurrency };
    return newRun({ environment, slug, priority, admission, queue: more.queue ?? environment });
  }

  async function write(claimed: ClaimedRun, state: RunTransition, store: OrgStore): Promise<void> {
    await store.runs.write([entryOf(claimed.run.id, claimed.fencingToken, { state })]);
  }

  return {
    environment,
    asked,
    create: async (more: Asked = {}, store = subject().store): Promise<Run> =>
      (await store.runs.create(asked(more))).run,
    claim: (limit = 100, store = subject().store, queue = environment) =>
      store.runs.claim({ holder: unique("holder"), queues: [queue], limit, leaseMs: 60_000 }),
    complete: (claimed: ClaimedRun, store = subject().store) =>
      write(claimed, { to: "completed", output: null }, store),
    park: (claimed: ClaimedRun, wakeAt: string | null) =>
      write(claimed, { to: "waiting", wakeAt }, subject().store),
    load: async (id: string) => runs().load(id),
    /** Puts another configuration in force. */
    configure: async (next: Policy): Promise<void> => {
      policy = policyOf(environment, next);
      await applyPolicy(subject().store, policy);
    },
  };
}

export type AdmissionHarness = Awaited<ReturnType<typeof admissionHarness>>;

async function applyPolicy(store: OrgStore, policy: Environment): Promise<void> {
  const { sequence } = await store.environments.loadApplied(policy.slug);
  const deploy = deployOf({ environment: policy.slug, sequence });
  const fencingToken = await takeLease(store, policy.slug);
  const application = applicationOf(deploy, [], { fencingToken });
  const digest = digestOf(JSON.stringify(policy));
  const configuration = { ...application.configuration, environment: policy, digest };
  const outcome = await store.deploys.apply({ ...application, configuration });
  if (outcome.outcome !== "applied") throw new Error(`it was ${outcome.outcome}`);
}

/** Another process on the same database. */
export function storeBeside({ database, store }: Subject): OrgStore {
  const close = async (): Promise<void> => {};
  const [signals, streams] = [
    { ...store.signals, close },
    { ...store.streams, close },
  ];
  return createOrgStore({ database, signals, streams, salt: "salt", ids: { next: () => unique("id") } });
}
