import { fireDue, type SchedulerDeps } from "@lockstep/engine";
import {
  compilePipeline,
  createPipelineLoader,
  type WrittenEnvironment,
  type WrittenPipeline,
} from "@lockstep/manifest";
import {
  type CompiledPipeline,
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

import { applyPipelines, configurationOf, environment } from "./apply-pipelines.fixture.ts";
import { openPostgres, openSqlite } from "./still-databases.fixture.ts";

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
      await applyPipelines(store, {
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
      const loaded = await Promise.all(items.toReversed().map(({ id }) => store.runs.load(id)));
      return loaded.filter((run) => run !== null);
    },
    close: databases.close,
  };
  return bench;
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
    { run: id, fencingToken, attempts: [], logs: [], state, events: [], children: [], abandoned: [] },
  ]);
  if (written !== "written") throw new Error(`the end of ${id} was ${written}`);
}
