import type { ClaimedRun, NewRun, OrgStore } from "@lockstep/model";
import { systemClock, systemTimer, unlimited } from "@lockstep/model";
import { type RunService, serveJobs, type ServeJobsOptions } from "@lockstep/queue";
import { openStore } from "@lockstep/store";
import { createTestDatabase, type TestDatabase } from "@lockstep/testkit";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";

const ids = { next: () => uuidv7() };
let database: TestDatabase;
let store: OrgStore;
const services: RunService[] = [];
const faults: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  store = await openStore({ url: database.url, file: "", salt: "salt", ids });
});

afterEach(async () => {
  for (const service of services.splice(0)) await service.stop({ graceMs: 0 });
  expect(faults.splice(0)).toEqual([]);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A service over the real store whose executions are up to the test. */
function serve(given: Partial<ServeJobsOptions> & Pick<ServeJobsOptions, "execute">): RunService {
  const service = serveJobs({
    databaseUrl: database.url,
    runs: store.runs,
    signals: store.signals,
    listQueues: () => store.workers.listQueues(),
    announce: async () => {},
    holder: ids.next(),
    queues: null,
    concurrency: 4,
    leaseMs: 4_000,
    clock: systemClock,
    timer: systemTimer,
    onReplies: () => {},
    onFault: (failure) => faults.push(failure.message),
    ...given,
  });
  services.push(service);
  return service;
}

async function create(queue: string, given: Partial<NewRun> = {}): Promise<string> {
  const run: NewRun = {
    id: ids.next(),
    environment: "staging",
    slug: "hello",
    version: "1.0.0",
    content: "sha256:content",
    manifest: "sha256:manifest",
    revision: "0".repeat(40),
    deploy: "deploy",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: null,
    queue,
    priority: 5,
    input: null,
    deadlineAt: "2999-01-01T00:00:00.000Z",
    idempotency: null,
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
    ...given,
  };
  await store.runs.create(run);
  await store.signals.notify("run");
  return run.id;
}

/** Each connection of the store's pool may have been cut. */
const createAtLast = (queue: string): Promise<string> => create(queue).catch(() => createAtLast(queue));

const complete = ({ run, fencingToken }: ClaimedRun) =>
  store.runs.write([
    {
      run: run.id,
      fencingToken,
      attempts: [],
      logs: [],
      state: { to: "completed", output: 1 },
      events: [],
      children: [],
      abandoned: [],
    },
  ]);

/** Resolves with what it is given as many values as were asked for. */
function collect<Value>(count: number) {
  const values: Value[] = [];
  let finish: (values: readonly Value[]) => void = () => {};
  const all = new Promise<readonly Value[]>((resolve) => (finish = resolve));
  const add = (value: Value): void => {
    values.push(value);
    if (values.length === count) finish(values);
  };
  return { add, all };
}

const jobs = () => database.run("SELECT key FROM graphile_worker.jobs");

describe("serving jobs", () => {
  test("executes each run once, whatever its queue, also one that appears later", async () => {
    const { add, all } = collect<string>(22);
    const early = await Promise.all(Array.from({ length: 20 }, () => create("early")));
    serve({
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.id);
      },
    });
    const late = [await create("late"), await create("later")];
    expect([...(await all)].sort()).toEqual([...early, ...late].sort());
  });

  test("serves the first queue there is when there was none at its start", async () => {
    const { add, all } = collect<string>(1);
    const announced = collect<true>(1);
    serve({
      listQueues: async () => (await store.workers.listQueues()).filter((queue) => queue === "first-ever"),
      announce: async () => announced.add(true),
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.queue);
      },
    });
    await announced.all;
    await create("first-ever");
    expect(await all).toEqual(["first-ever"]);
  });

  test("leaves other queues alone", async () => {
    const { add, all } = collect<string>(1);
    const other = await create("prod-other");
    serve({
      queues: ["prod-finance"],
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.queue);
      },
    });
    await create("prod-finance");
    expect(await all).toEqual(["prod-finance"]);
    expect(await store.runs.load(other)).toMatchObject({ state: "queued" });
    expect((await jobs()).map(({ key }) => key)).toContain(other);
  });

  test("keeps to limits, and starts what waited for one when it may", async () => {
    const { add, all } = collect<string>(3);
    const admission = {
      ...unlimited,
      concurrency: { key: "limited/one", limit: 1, onLimit: "queue" },
    } as const;
    const ids = [];
    for (let run = 0; run < 3; run += 1) ids.push(await create("limited", { admission }));
    let running = 0;
    serve({
      queues: ["limited"],
      async execute(claimed) {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        await complete(claimed);
        add(claimed.run.id);
      },
    });
    expect(await all).toEqual(ids);
  });

  test("finds runs whose jobs are lost", async () => {
    const { add, all } = collect<string>(1);
    const lost = await create("lost");
    await database.run(`DELETE FROM graphile_worker._private_jobs WHERE key = '${lost}'`);
    serve({
      queues: ["lost"],
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.id);
      },
    });
    expect(await all).toEqual([lost]);
  });

  test("wakes a run again when its wake-up came while it was about to park", async () => {
    const { add, all } = collect<number>(2);
    const run = await create("parking");
    serve({
      queues: ["parking"],
      async execute(claimed) {
        const { fencingToken } = claimed;
        add(fencingToken);
        if (fencingToken === 2) return void (await complete(claimed));
        const state = { to: "waiting", wakeAt: "2026-01-01T00:00:00.000Z" } as const;
        const nothing = { attempts: [], logs: [], events: [], children: [], abandoned: [] };
        await store.runs.write([{ run, fencingToken, state, ...nothing }]);
        // The job that wakes it is there before this execution has ended.
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    expect(await all).toEqual([1, 2]);
  });

  test("gives back what does not end within the grace, for others to take at once", async () => {
    const { add, all } = collect<string>(1);
    const run = await create("draining");
    const started = collect<string>(1);
    const first = serve({
      queues: ["draining"],
      execute: (claimed, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          started.add(claimed.run.id);
        }),
    });
    await started.all;
    await first.stop({ graceMs: 0 });
    expect(await store.runs.load(run)).toMatchObject({ state: "running" });
    serve({
      queues: ["draining"],
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.id);
      },
    });
    expect(await all).toEqual([run]);
  });

  test("goes on after all its connections were cut", async () => {
    const { add, all } = collect<string>(10);
    serve({
      queues: ["cut"],
      // What is told of depends on what was under way.
      onFault: () => {},
      async execute(claimed) {
        await complete(claimed);
        add(claimed.run.id);
      },
    });
    await create("cut");
    await database.disconnectAll();
    for (let run = 1; run < 10; run += 1) await createAtLast("cut");
    expect((await all).length).toBe(10);
  });
});
