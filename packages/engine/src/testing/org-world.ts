import {
  type AppliedPipeline,
  type EnvironmentStore,
  fromTimestamp,
  type Json,
  type Pipeline,
  type PinnedCallee,
  type Run,
  type RunStore,
  type StepAttempt,
} from "@lockstep/model";

import { createChildComposer } from "../admission/compose-child.ts";
import { createDeafStreams } from "../deaf-streams.ts";
import type { HttpClient } from "../http/http-client.ts";
import { createMemoryRunFiles } from "../memory-run-files.ts";
import { createMemoryRunStore, type MemoryRunStore } from "../memory-run-store.ts";
import { createRunner, type Runner } from "../runner.ts";
import { createConfigurationLoader } from "../running/configuration-loader.ts";
import { startRun, type StartRunDeps } from "../start-run.ts";
import { environmentOf, statusOf } from "./environments.ts";
import { createFakeHttpClient } from "./fake-http-client.ts";
import { createFakeMailer } from "./fake-mailer.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";
import { idleConnections, idleSandbox } from "./idle-powers.ts";
import { load, loaderOf } from "./pipelines.ts";
import { passTime } from "./run-world.ts";

export interface OrgOptions {
  readonly http?: HttpClient;
  /** Stands between the runner and the store: a process that dies, for one. */
  readonly between?: (store: MemoryRunStore) => Pick<RunStore, "write" | "loadReplies">;
}

/** An environment with pipelines that call each other, over a journal in memory. */
export interface OrgWorld {
  readonly time: FakeTime;
  readonly store: MemoryRunStore;
  readonly runner: Runner;
  readonly deps: StartRunDeps;
  /** What is applied; changing it is a deploy. */
  readonly applied: Map<string, Pipeline>;
  start(slug: string, input?: Json): Promise<Run>;
  /** Executes whatever is due until everything has ended or waits. */
  settle(signal?: AbortSignal): Promise<void>;
  /** {@link settle}, moving on to whatever is due next, until all runs are over. */
  finish(): Promise<void>;
  run(id: string): Promise<Run>;
  runsOf(slug: string): Promise<readonly Run[]>;
  attempts(id: string): Promise<readonly StepAttempt[]>;
}

export function createOrgWorld(pipelines: readonly Pipeline[], options: OrgOptions = {}): OrgWorld {
  const time = createFakeTime();
  const store = createMemoryRunStore(time);
  return orgWorldOver(pipelines, { ...options, time, store });
}

/** Another process over the same journal. */
export function orgWorldOver(
  pipelines: readonly Pipeline[],
  given: OrgOptions & { readonly time: FakeTime; readonly store: MemoryRunStore },
): OrgWorld {
  const { time, store } = given;
  const applied = new Map(pipelines.map((pipeline) => [pipeline.slug, pipeline]));
  const known = new Set(pipelines);
  const deps = depsOf({ time, store, applied, known });
  const runner = createRunner({
    runs: given.between?.(store) ?? store,
    composeChild: createChildComposer(deps),
    configuration: createConfigurationLoader(deps.environments),
    pipelines: deps.pipelines,
    secrets: { resolve: async (_environment, { ref }) => `value-of-${ref}` },
    http: given.http ?? createFakeHttpClient(() => ({ json: null })),
    mailer: createFakeMailer(),
    streams: createDeafStreams(),
    sandbox: idleSandbox,
    connections: idleConnections,
    files: createMemoryRunFiles(),
    clock: time,
    timer: time,
  });

  async function settle(signal = new AbortController().signal): Promise<void> {
    for (;;) {
      const claimed = await store.claim({ holder: "test", queues: null, limit: 100, leaseMs: 30_000 });
      if (claimed.length === 0) return;
      await passTime(time, Promise.all(claimed.map((one) => runner.execute(one, signal))));
    }
  }

  async function run(id: string): Promise<Run> {
    const found = await store.load(id);
    if (found === null) throw new RangeError(`there is no run ${id}`);
    return found;
  }

  return {
    time,
    store,
    runner,
    deps,
    applied,
    async start(slug, input = {}) {
      const actor = { kind: "token", id: "token:starter" } as const;
      const trigger = { type: "api", id: null } as const;
      const request = {
        environment: "staging",
        slug,
        version: null,
        input,
        trigger,
        actor,
        idempotency: null,
      };
      return (await startRun(deps, request)).run;
    },
    settle,
    async finish() {
      for (;;) {
        await settle();
        const due = await store.nextDue();
        if (due === null) return;
        time.advance(Math.max(0, fromTimestamp(due) - time.now()));
      }
    },
    run,
    runsOf: async (slug) => {
      const filter = { environment: null, slug, states: [], version: null, deploy: null };
      const { items } = await store.list(filter, { limit: 1_000, cursor: null });
      return Promise.all(items.toReversed().map(({ id }) => run(id)));
    },
    attempts: (id) => store.loadAttempts(id),
  };
}

interface Parts {
  readonly time: FakeTime;
  readonly store: MemoryRunStore;
  readonly applied: ReadonlyMap<string, Pipeline>;
  readonly known: Set<Pipeline>;
}

function depsOf({ time, store, applied, known }: Parts): StartRunDeps {
  let made = 0;
  const teams = { everybody: { queue: "shared", isolation: "shared", priority: 5, quotas: {} } };
  const policy = environmentOf({ teams: teams as never, fallbackTeam: "everybody" });
  const environments = {
    load: async () => ({ ...statusOf(policy), appliedRevision: "0".repeat(40) }),
    loadPipeline: async (_environment: string, slug: string) => {
      const pipeline = applied.get(slug);
      return pipeline === undefined ? null : pointerOf(pipeline);
    },
    listPipelines: async () => ({ items: [...applied.values()].map(pointerOf), next: null }),
    loadLocks: async () => locksOf(applied),
  } as unknown as EnvironmentStore;
  return {
    environments,
    pipelines: {
      load: (manifest) => {
        for (const pipeline of applied.values()) known.add(pipeline);
        return loaderOf(...known).load(manifest);
      },
    },
    runs: store,
    signals: { notify: async () => undefined, listen: () => () => undefined },
    clock: time,
    ids: { next: () => `run-${String((made += 1)).padStart(6, "0")}-${time.now()}` },
  };
}

function pointerOf(pipeline: Pipeline): AppliedPipeline {
  const { content, manifest } = load(pipeline);
  const { slug, version, team, uses } = pipeline;
  return { slug, version, content, manifest, team, uses, path: slug, deploy: "deploy-1", since: "" };
}

/** What a plan of these pipelines locks. */
function locksOf(applied: ReadonlyMap<string, Pipeline>): readonly PinnedCallee[] {
  return [...applied.values()].flatMap((caller) =>
    caller.steps.flatMap((step) => {
      const [slug = "", range = ""] =
        typeof step.with.pipeline === "string" ? step.with.pipeline.split("@") : [];
      const callee = applied.get(slug);
      if (step.type !== "pipeline" || callee === undefined) return [];
      const { version, content, manifest, deploy } = pointerOf(callee);
      return [{ caller: caller.slug, callee: slug, range, version, content, manifest, deploy }];
    }),
  );
}
