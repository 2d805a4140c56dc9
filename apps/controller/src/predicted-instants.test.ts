import type { Timer } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "./bench.fixture.ts";
import { createController } from "./create-controller.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** Longer than any gate of these tests: nothing but stored timers wakes the controller. */
const pollMs = 7 * 86_400_000;

/** A guard of compilations asks for this timer too, and cancels it. */
const guardMs = 2_000;

/** A controller that runs by itself; the clock moves on by exactly what it sleeps. */
function createSleeper() {
  let wake: () => void = () => {};
  let slept = 0;
  let arrived: () => void = () => {};
  const timer: Timer = {
    after(milliseconds, callback) {
      if (milliseconds === guardMs) return () => {};
      [wake, slept] = [callback, milliseconds];
      arrived();
      return () => {};
    },
  };
  const controller = createController({ ...bench.deps, timer, pollMs });
  const arrival = () => new Promise<void>((resolve) => (arrived = resolve));
  return {
    controller,
    async start() {
      const next = arrival();
      controller.start();
      await next;
    },
    async sleep() {
      const next = arrival();
      bench.clock.time += slept;
      wake();
      await next;
    },
  };
}

const at = (time: string) => `2026-02-01T${time}:00.000Z`;
const noon = { timezone: "UTC", allow: [{ cron: "0 12 * * *", duration: "1h" }] };

async function start(gates: object): Promise<void> {
  const files = {
    ...environment("staging", "develop"),
    ...environment("production", "main", { gates }),
    ...greeter("hello", "1.0.0"),
  };
  await bench.repository.setBranch("develop", await bench.repository.commit({ branch: "main", files }));
  await bench.controller.reconcile();
}

async function push(...branches: readonly string[]): Promise<void> {
  for (const branch of branches)
    await bench.repository.commit({ branch, files: greeter("hello", "1.0.1", "Hi") });
}

async function approve(): Promise<void> {
  const [deploy] = await bench.deploys("production");
  const actor = { kind: "user", id: "github:eve" } as const;
  const planHash = deploy?.plan.hash ?? "sha256:";
  await bench.store.deploys.answer(deploy?.id ?? "", { actor, verdict: "approved", planHash, reason: "" });
}

/** Lets the controller sleep until the next day, and gives the instants at which production was applied. */
async function sleepThrough(): Promise<readonly string[]> {
  const sleeper = createSleeper();
  const end = bench.clock.time + 86_400_000;
  await sleeper.start();
  while (bench.clock.time < end) await sleeper.sleep();
  await sleeper.controller.stop();
  return appliedAt();
}

/** Without the first. */
async function appliedAt(): Promise<readonly string[]> {
  const { items } = await bench.store.history.list("production", { limit: 10, cursor: null });
  return items.slice(0, -1).map((state) => state.at);
}

describe("a plan is applied once, at the predicted instant", () => {
  test.each([
    ["soak", { soak: { in: "staging", duration: "1h" } }, at("10:00")],
    ["windows", { windows: noon }, at("12:00")],
    ["soak before a window", { soak: { in: "staging", duration: "1h" }, windows: noon }, at("12:00")],
    [
      "soak that ends after the window has closed",
      { soak: { in: "staging", duration: "4h" }, windows: noon },
      "2026-02-02T12:00:00.000Z",
    ],
    [
      "a window that is denied first",
      {
        windows: {
          ...noon,
          allow: [{ cron: "0 8 * * *", duration: "9h" }],
          deny: [{ cron: "30 8 * * *", duration: "2h" }],
        },
      },
      at("10:30"),
    ],
  ])("%s", async (_, gates, predicted) => {
    await start(gates);
    await push("develop");
    await bench.look("staging");
    await push("main");
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt: predicted });
    expect(await sleepThrough()).toEqual([predicted]);
    const records = await bench.records("production");
    expect(records.filter(({ kind }) => kind === "applied")).toHaveLength(2);
  });

  test("whatever dies on the way", async () => {
    await start({ windows: noon });
    await push("main");
    await bench.look("production");
    await bench.restart();
    const { deploys } = bench.store;
    let isDead = false;
    const apply: typeof deploys.apply = async (application) => {
      if (isDead) return deploys.apply(application);
      isDead = true;
      throw new Error("died");
    };
    Object.assign(bench.deps, { store: { ...bench.store, deploys: { ...deploys, apply } } });
    const applied = await sleepThrough();
    expect(applied).toHaveLength(1);
    expect(applied[0]?.slice(0, 16)).toBe("2026-02-01T12:00");
  });

  test("an approval that expires before is no approval: nothing is predicted and nothing applied", async () => {
    await start({ approvals: { required: 1, expiresAfter: "1h" }, windows: noon });
    await push("main");
    await bench.look("production");
    await approve();
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt: null });
    bench.clock.time = Date.parse(at("12:10"));
    expect(await bench.look("production")).toMatchObject({ state: "waiting", sequence: 1 });
    bench.clock.time = Date.parse("2026-02-02T11:30:00Z");
    await approve();
    const predictedAt = "2026-02-02T12:00:00.000Z";
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt });
    expect(await sleepThrough()).toEqual([predictedAt]);
  });

  test("a soak that waits for runs is predicted when they are there", async () => {
    await start({ soak: { in: "staging", duration: "1h", minRuns: 1, maxFailureRate: 0 } });
    await push("develop");
    await bench.look("staging");
    await push("main");
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt: null });
    const { runs } = bench.store;
    const asked = { environment: "staging", slug: "hello", version: null, input: {}, idempotency: null };
    const actor = { kind: "user", id: "github:eve" } as const;
    await bench.deps.startRun({ ...asked, actor, trigger: { type: "api", id: null } });
    for (const { run, fencingToken } of await runs.claim({ holder: "r", queues: null, limit: 1, leaseMs: 1 }))
      await runs.write([
        {
          run: run.id,
          fencingToken,
          attempts: [],
          logs: [],
          state: { to: "completed", output: null },
          events: [],
          children: [],
          abandoned: [],
        },
      ]);
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt: at("10:00") });
    expect(await sleepThrough()).toEqual([at("10:00")]);
  });
});

/** Instants by hand: a time that clocks skip opens once they skipped it, one that they show twice opens the first time. */
describe("a window that opens while clocks change", () => {
  test.each([
    ["Europe/Berlin", "30 2 29 3 *", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "30 2 25 10 *", "2026-10-25T00:30:00.000Z"],
    ["Europe/Berlin", "30 2 28 3 *", "2027-03-28T01:00:00.000Z"],
    ["Europe/Berlin", "30 2 31 10 *", "2027-10-31T00:30:00.000Z"],
    ["America/New_York", "30 2 8 3 *", "2026-03-08T07:00:00.000Z"],
    ["America/New_York", "30 1 1 11 *", "2026-11-01T05:30:00.000Z"],
    ["America/New_York", "30 2 14 3 *", "2027-03-14T07:00:00.000Z"],
    ["America/New_York", "30 1 7 11 *", "2027-11-07T05:30:00.000Z"],
    ["Australia/Lord_Howe", "45 1 5 4 *", "2026-04-04T14:45:00.000Z"],
    ["Australia/Lord_Howe", "15 2 4 10 *", "2026-10-03T15:30:00.000Z"],
    ["Australia/Lord_Howe", "45 1 4 4 *", "2027-04-03T14:45:00.000Z"],
    ["Australia/Lord_Howe", "15 2 3 10 *", "2027-10-02T15:30:00.000Z"],
  ])("in %s at %s: nothing a second before, one deploy at %s", async (timezone, cron, predictedAt) => {
    await start({ windows: { timezone, allow: [{ cron, duration: "1h" }] } });
    bench.clock.time = Date.parse(predictedAt) - 6 * 3_600_000;
    await push("main");
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt });
    bench.clock.time = Date.parse(predictedAt) - 1_000;
    expect(await bench.look("production")).toMatchObject({ state: "waiting", predictedAt, sequence: 1 });
    expect(await sleepThrough()).toEqual([predictedAt]);
    const records = await bench.records("production");
    expect(records.filter(({ kind }) => kind === "applied")).toHaveLength(2);
  });
});

describe("a verification", () => {
  test("is looked at again although nothing else would wake the controller", async () => {
    await start({ verification: { tests: "off", smoke: [{ pipeline: "hello" }] } });
    const sleeper = createSleeper();
    await sleeper.start();
    const end = Date.parse(at("09:30"));
    while (bench.clock.time < end) await sleeper.sleep();
    expect(bench.clock.time).toBeLessThan(end + 600_000);
    await sleeper.controller.stop();
    const kinds = (await bench.records("production")).map(({ kind }) => kind);
    expect(kinds).toEqual(["applied", "held", "unverified"]);
  });
});
