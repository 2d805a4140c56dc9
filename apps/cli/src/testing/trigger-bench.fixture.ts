import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fireDue, type SchedulerDeps } from "@lockstep/engine";
import {
  compilePipeline,
  createPipelineLoader,
  resolveEnvironment,
  type WrittenEnvironment,
  type WrittenPipeline,
} from "@lockstep/manifest";
import {
  type Change,
  checksumOfText,
  type CompiledPipeline,
  type Environment,
  type Failure,
  type Firing,
  type FiringState,
  fromTimestamp,
  type Json,
  type OrgStore,
  type Run,
  type RunTransition,
  type Timestamp,
} from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestDatabase, type TestDatabase } from "@lockstep/testkit";

const environment = "staging";
const revision = "a".repeat(40);
const digest = checksumOfText("lockstep-environment/v1", "{}");
const person = { name: "Ada", email: "ada@example.com", at: "2026-01-01T00:00:00.000Z" };

/** Triggers over a real org database whose clock stands still until told otherwise, with several schedulers. */
export interface TriggerBench {
  readonly store: OrgStore;
  readonly faults: Failure[];
  /** What every scheduler asks before it takes anything in. */
  requireRoom: () => Promise<void>;
  setClock(at: Timestamp): Promise<void>;
  /** Moves the clock and lets all schedulers look at once. */
  moveTo(at: Timestamp): Promise<void>;
  /** {@link moveTo} again and again. */
  step(from: Timestamp, to: Timestamp, minutes: number): Promise<void>;
  /** Puts exactly these pipelines in force. */
  apply(pipelines: readonly CompiledPipeline[], more?: Partial<WrittenEnvironment>): Promise<void>;
  /** Firings, oldest first. */
  firings(state?: FiringState): Promise<readonly Firing[]>;
  /** Ends a run as a runner would. */
  end(run: string, to?: "completed" | "failed"): Promise<void>;
  runs(): Promise<readonly Run[]>;
  close(): Promise<void>;
}

/** A pipeline with these triggers; it takes any input. */
export function triggered(
  slug: string,
  triggers: readonly unknown[],
  more: Partial<WrittenPipeline> = {},
): CompiledPipeline {
  const written = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version: "1.0.0",
    steps: [{ id: "note", type: "set", with: { values: { done: true } } }],
    triggers,
    ...more,
  };
  const bytes = Buffer.from(JSON.stringify(written));
  const { pipeline, problems } = compilePipeline(`pipelines/${slug}.pipeline.json`, bytes, () => null);
  if (pipeline === null) throw new Error(JSON.stringify(problems));
  return pipeline;
}

/** A schedule's firing times, told to the run. */
export function cron(schedule: string, more: { readonly [field: string]: Json } = {}) {
  const input = { at: "{{ trigger.scheduledAt }}", before: "{{ trigger.previousAt }}" };
  return { id: "tick", type: "cron", schedule, input, ...more };
}

interface Databases {
  /** One store for each scheduler. */
  readonly stores: readonly OrgStore[];
  setClock(at: Timestamp): Promise<void>;
  close(): Promise<void>;
}

export async function openTriggerBench(serverUrl: string | null, start: Timestamp): Promise<TriggerBench> {
  let now = fromTimestamp(start);
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(6, "0")}` };
  const clock = { now: () => now };
  const { stores, ...databases } =
    serverUrl === null ? await openSqlite(clock, ids) : await openPostgres(serverUrl, ids);
  const [store] = stores;
  if (store === undefined) throw new Error("there is no store");
  const faults: Failure[] = [];
  const schedulers = stores.map((one): SchedulerDeps => ({
    ...one,
    pipelines: createPipelineLoader(one.versions),
    clock,
    ids,
    timer: { after: () => () => {} },
    databaseNow: () => one.now(),
    requireRoom: () => bench.requireRoom(),
    onFault: (failure) => faults.push(failure),
  }));
  let applied: readonly CompiledPipeline[] = [];

  async function setClock(at: Timestamp): Promise<void> {
    now = fromTimestamp(at);
    await databases.setClock(at);
  }

  async function moveTo(at: Timestamp): Promise<void> {
    await setClock(at);
    await Promise.all(schedulers.map((one) => fireDue(one, new AbortController().signal)));
  }

  await setClock(start);
  const bench: TriggerBench = {
    store,
    faults,
    requireRoom: async () => {},
    setClock,
    moveTo,
    async step(from, to, minutes) {
      for (let at = fromTimestamp(from); at <= fromTimestamp(to); at += minutes * 60_000)
        await moveTo(new Date(at).toISOString());
    },
    async apply(pipelines, more = {}) {
      await apply(store, {
        before: applied,
        pipelines,
        configuration: configurationOf(more),
        id: ids.next(),
      });
      applied = pipelines;
    },
    async firings(state) {
      const filter = { environment, slug: null, trigger: null, states: state === undefined ? [] : [state] };
      const { items } = await store.triggers.listFirings(filter, { limit: 100, cursor: null });
      return items.toReversed();
    },
    end: (run, to = "completed") => end(store, run, to),
    async runs() {
      const filter = { environment, slug: null, states: [], version: null, deploy: null };
      const { items } = await store.runs.list(filter, { limit: 100, cursor: null });
      return items.toReversed();
    },
    close: databases.close,
  };
  return bench;
}

async function openSqlite(clock: { now(): number }, ids: { next(): string }): Promise<Databases> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-triggers-"));
  const store = await openStore({ url: null, file: join(directory, "org.sqlite"), salt: "salt", ids, clock });
  return {
    stores: [store, store, store],
    setClock: async () => {},
    async close() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function openPostgres(serverUrl: string, ids: { next(): string }): Promise<Databases> {
  const database = await createTestDatabase(serverUrl);
  const stores: OrgStore[] = [];
  for (let index = 0; index < 3; index += 1)
    stores.push(await openStore({ url: database.url, file: "", salt: "salt", ids }));
  await stopClock(database);
  return {
    stores,
    setClock: async (at) => {
      await database.run(`UPDATE still.clock SET at = '${at}'`);
    },
    async close() {
      for (const store of stores) await store.close();
      await database.drop();
    },
  };
}

/** The database's clock is a function of ours, so a test can put another in its place. */
async function stopClock(database: TestDatabase): Promise<void> {
  const format = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
  await database.run(`
    CREATE SCHEMA still;
    CREATE TABLE still.clock (at TIMESTAMP WITH TIME ZONE NOT NULL);
    INSERT INTO still.clock VALUES ('2026-01-01T00:00:00.000Z');
    CREATE OR REPLACE FUNCTION lockstep_now() RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
    BEGIN RETURN (SELECT to_char(at AT TIME ZONE 'UTC', ${format}) FROM still.clock); END $$;
    CREATE OR REPLACE FUNCTION lockstep_after(milliseconds BIGINT) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN (
        SELECT to_char((at + milliseconds * INTERVAL '1 millisecond') AT TIME ZONE 'UTC', ${format})
        FROM still.clock);
    END $$;`);
}

function configurationOf(more: Partial<WrittenEnvironment>): Environment {
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

async function apply(store: OrgStore, { before, pipelines, configuration, id }: Application): Promise<void> {
  const fencingToken = await store.leases.acquire(`environment:${environment}`, "test", 60_000);
  const { sequence } = await store.environments.loadApplied(environment);
  const at = await store.now();
  const outcome = await store.deploys.apply({
    deploy: {
      id,
      environment,
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
  const nothing = { class: null, from: null, to: null, differences: [] };
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

async function end(store: OrgStore, id: string, to: "completed" | "failed"): Promise<void> {
  const claimed = await store.runs.claim({ holder: "test", queues: null, limit: 100, leaseMs: 3_600_000 });
  const holders = new Map(claimed.map(({ run, fencingToken }) => [run.id, fencingToken]));
  const state: RunTransition =
    to === "completed"
      ? { to, output: { id } }
      : { to, error: { type: "execution", message: "It did not work." } };
  const fencingToken = holders.get(id) ?? 1;
  const [written] = await store.runs.write([
    { run: id, fencingToken, attempts: [], logs: [], state, events: [] },
  ]);
  if (written !== "written") throw new Error(`the end of ${id} was ${written}`);
}
