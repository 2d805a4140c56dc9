import { afterEach, beforeEach, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";

let bench: Bench;

const day = 86_400_000;

/** Always inside a window that denies applying, and one person who may break the glass. */
const windows = {
  deny: [{ cron: "0 0 * * *", duration: "24h", reason: "Frozen." }],
  breakGlass: { from: ["token:oncall"], reconcileWithin: "4h" },
};

beforeEach(async () => {
  bench = await openBench();
  const files = {
    ...environment("production", "main", { gates: { windows } }),
    ...greeter("hello", "1.0.0"),
  };
  await bench.repository.commit({ branch: "main", files });
  await bench.look("production");
  await bench.repository.commit({ branch: "main", files: greeter("hello", "1.1.0", "Hi") });
  await bench.look("production");
});
afterEach(() => bench.close());

async function breakGlass(id: string) {
  const [deploy] = await bench.deploys("production");
  if (deploy === undefined) throw new Error("nothing waits");
  const actor = { kind: "token", id } as const;
  const { hash: planHash } = deploy.plan;
  const said = { actor, verdict: "broken-glass", planHash, reason: "Orders are lost." } as const;
  expect(await bench.store.deploys.answer(deploy.id, said)).toMatchObject({ outcome: "accepted" });
  return deploy;
}

async function eventNames(): Promise<readonly string[]> {
  await bench.store.events.publish();
  return (await bench.store.events.list(0, { environment: "production" }, 1_000)).map(({ name }) => name);
}

test("a plan is applied outside its windows once the glass is broken, and leaves a debt", async () => {
  expect(await bench.status("production")).toMatchObject({ state: "waiting", sequence: 1 });
  const deploy = await breakGlass("token:oncall");
  expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  const [debt] = await bench.store.debts.listOpen("production");
  expect(debt).toMatchObject({
    deploy: deploy.id,
    actor: { id: "token:oncall" },
    reason: "Orders are lost.",
  });
  expect(Date.parse(debt?.dueAt ?? "") - Date.parse(debt?.at ?? "")).toBe(4 * 3_600_000);
  expect((await bench.records("production")).map(({ kind }) => kind)).toEqual([
    "applied",
    "waiting",
    "glass-broken",
    "applied",
  ]);
  expect((await eventNames()).filter((name) => name === "break-glass.used")).toHaveLength(1);
});

test("the next plan waits again: the glass was broken for one", async () => {
  await breakGlass("token:oncall");
  await bench.look("production");
  await bench.repository.commit({ branch: "main", files: greeter("hello", "1.2.0", "Hey") });
  expect(await bench.look("production")).toMatchObject({ state: "waiting", sequence: 2 });
});

test("a word of somebody whom the policy does not name breaks nothing", async () => {
  await breakGlass("token:somebody");
  expect(await bench.look("production")).toMatchObject({ state: "waiting", sequence: 1 });
  expect(await bench.store.debts.listOpen("production")).toEqual([]);
});

test("a debt that nobody settles in time is told of once", async () => {
  await breakGlass("token:oncall");
  await bench.look("production");
  bench.clock.time += day;
  await bench.look("production");
  await bench.look("production");
  expect((await eventNames()).filter((name) => name === "break-glass.overdue")).toHaveLength(1);
});
