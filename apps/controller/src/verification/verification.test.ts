import type { RunTransition } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const error = { type: "execution", message: "no" } as const;
const completed: RunTransition = { to: "completed", output: null };
const failed: RunTransition = { to: "failed", error };

const smoke = (pipeline: string, more: object = {}) => ({ pipeline, ...more });
const production = (verification: object, more: object = {}) =>
  environment("production", "main", { gates: { verification }, ...more });
const commit = (files: Record<string, string | null>) => bench.repository.commit({ branch: "main", files });

/** The first apply brings the policy, so that the next one is judged by it. */
async function start(verification: object, more: object = {}): Promise<void> {
  await commit({ ...production(verification, more), ...greeter("hello", "1.0.0") });
  await bench.look("production");
  await endAll(completed);
  await bench.look("production");
}

/** Ends all runs that wait for a runner. */
async function endAll(...states: readonly RunTransition[]): Promise<void> {
  const { runs } = bench.store;
  for (const state of states) {
    for (const { run, fencingToken } of await runs.claim({
      holder: "runner",
      queues: null,
      limit: 1,
      leaseMs: 60_000,
    }))
      await runs.write([
        { run: run.id, fencingToken, attempts: [], logs: [], state, events: [], children: [], abandoned: [] },
      ]);
  }
}

const kinds = async () => (await bench.records("production")).map(({ kind }) => kind);
/** What came of applied deploys. */
const endings = async () =>
  (await bench.records("production")).filter(({ kind }) => /^(rolled-back|verified|unverified)$/.test(kind));
const last = async () => (await bench.records("production")).at(-1);
const hold = async () => (await bench.store.holds.loadInForce("production")).holds;

describe("smoke runs after an apply", () => {
  test("are under way until they end, and verify the deploy once", async () => {
    await start({ smoke: [smoke("hello"), smoke("hello", { input: { name: "Ada" } })] });
    await endAll(completed);
    await bench.look("production");
    expect(await kinds()).toEqual(["applied", "verified"]);
    await commit(greeter("hello", "1.0.1", "Hi"));
    const found = await bench.look("production");
    const deploy = found.appliedDeploy ?? "";
    expect(found).toMatchObject({ state: "in-sync" });
    expect(found.because).toContain(`2 smoke runs of deploy ${deploy} are under way.`);
    await endAll(completed);
    expect((await bench.look("production")).because).toContain("1 smoke run of deploy");
    await endAll(completed);
    await bench.look("production");
    expect((await bench.look("production")).because).not.toContain("smoke");
    expect(await last()).toMatchObject({
      kind: "verified",
      deploy,
      body: { because: "All 2 smoke runs went well.", actor: { id: "controller" } },
    });
    const { items } = await bench.store.runs.list(
      { environment: "production", slug: null, states: [], version: "1.0.1", deploy: null },
      { limit: 10, cursor: null },
    );
    expect(items.map(({ actor }) => actor.id)).toEqual(["controller", "controller"]);
  });

  test("that do not go well hold the environment, with what was brought kept out", async () => {
    await start({ smoke: [smoke("hello")] });
    await commit({ ...greeter("hello", "1.0.1", "Hi"), ...greeter("other", "1.0.0") });
    const deploy = (await bench.look("production")).appliedDeploy ?? "";
    await endAll(failed);
    await bench.look("production");
    const { holds, quarantine } = await bench.store.holds.loadInForce("production");
    expect(holds).toMatchObject([{ kind: "verification", deploy, actor: { id: "controller" } }]);
    expect(quarantine.map(({ slug, version }) => [slug, version]).toSorted()).toEqual([
      ["hello", "1.0.1"],
      ["other", "1.0.0"],
    ]);
    expect(await last()).toMatchObject({ kind: "unverified", deploy });
    expect((await last())?.body.because).toMatch(/of hello failed, where completed was expected.*is held\./);
    expect(await bench.applied("production")).toEqual({ hello: "1.0.1", other: "1.0.0" });
  });

  test("go back to the deploy before where the policy says so, and a rollback is never rolled back", async () => {
    await start({ smoke: [smoke("hello")], onFailure: "rollback" });
    const before = (await bench.status("production")).appliedDeploy ?? "";
    await commit(greeter("hello", "1.0.1", "Hi"));
    const deploy = (await bench.look("production")).appliedDeploy ?? "";
    await endAll(failed);
    const found = await bench.look("production");
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    expect(found).toMatchObject({ sequence: 3, state: "held" });
    expect(await endings()).toMatchObject([
      { kind: "verified" },
      { kind: "rolled-back", body: { from: deploy, to: before, actor: { id: "controller" } } },
      {
        kind: "unverified",
        deploy,
        body: { because: expect.stringContaining(`What deploy ${before} left`) },
      },
    ]);
    for (let look = 0; look < 3; look += 1) await bench.look("production");
    expect((await bench.status("production")).sequence).toBe(3);
    await commit(greeter("hello", "1.0.2", "Hey"));
    expect(await bench.look("production")).toMatchObject({ sequence: 4, state: "in-sync" });
  });

  test("of a first deploy hold it, because there is nothing to go back to", async () => {
    const verification = { smoke: [smoke("hello")], onFailure: "rollback" };
    await commit({ ...production(verification), ...greeter("hello", "1.0.0") });
    await bench.look("production");
    await endAll(failed);
    await bench.look("production");
    expect(await kinds()).toEqual(["applied", "held", "unverified"]);
  });

  test("do not undo what a person went back to meanwhile", async () => {
    await start({ smoke: [smoke("hello")], onFailure: "rollback" });
    const first = (await bench.status("production")).appliedDeploy ?? "";
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    await endAll(completed);
    await bench.look("production");
    await commit(greeter("hello", "1.0.2", "Hey"));
    await bench.look("production");
    await endAll(failed);
    // Right after the verifier has read what is in force.
    const { history } = bench.store;
    const ada = { kind: "token", id: "token:ada" } as const;
    const goBack = createRollBack({ ...bench.deps, store: { ...bench.store } });
    let isDone = false;
    const list: typeof history.list = async (...given) => {
      const answer = await history.list(...given);
      const request = { environment: "production", to: first, pipelines: null, reason: "worse", actor: ada };
      if (!isDone) isDone = (await goBack({ ...request, kind: "rollback" })) !== null;
      return answer;
    };
    Object.assign(bench.deps, { store: { ...bench.store, history: { ...history, list } } });
    await bench.restart();
    for (let look = 0; look < 3; look += 1) await bench.look("production");
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    expect(await endings()).toMatchObject([
      { kind: "verified" },
      { kind: "verified" },
      { kind: "rolled-back", body: { actor: { id: "token:ada" } } },
      { kind: "unverified" },
    ]);
  });

  test("may have to fail", async () => {
    await start({ smoke: [] });
    await commit(production({ smoke: [smoke("hello", { expect: "failed" })] }));
    await bench.look("production");
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    await endAll(failed);
    await bench.look("production");
    expect((await last())?.kind).toBe("verified");
  });

  test.each([
    ["a pipeline that is not there", smoke("missing"), "missing could not be started"],
    ["an input that does not fit", smoke("picky", { input: { name: 7 } }), "picky could not be started"],
  ])("that cannot be started count as failed: %s", async (_, asked, because) => {
    const picky = JSON.stringify({
      apiVersion: "lockstep/v1",
      kind: "Pipeline",
      slug: "picky",
      version: "1.0.0",
      input: { schema: { type: "object", properties: { name: { type: "string" } } } },
      steps: [{ id: "greet", type: "set", with: { values: { text: "Hi" } } }],
    });
    await commit({
      ...production({ smoke: [asked] }),
      ...greeter("hello", "1.0.0"),
      "pipelines/picky.pipeline.json": picky,
    });
    await bench.look("production");
    await bench.look("production");
    expect(await last()).toMatchObject({ kind: "unverified" });
    expect((await last())?.body.because).toContain(because);
    expect(await hold()).toHaveLength(1);
  });

  test("wait for room where a quota refuses them, and have failed half an hour after the apply", async () => {
    const quotas = { quotas: { runsPerMinute: 1 } };
    await start({ smoke: [smoke("hello"), smoke("hello")] }, quotas);
    expect(await kinds()).toEqual(["applied"]);
    bench.clock.time += 61_000;
    await bench.look("production");
    await endAll(completed);
    await bench.look("production");
    expect(await kinds()).toEqual(["applied", "verified"]);
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    bench.clock.time += 29 * 60_000;
    await bench.look("production");
    expect(await kinds()).not.toContain("unverified");
    bench.clock.time += 61_000;
    await bench.look("production");
    expect(await last()).toMatchObject({ kind: "unverified" });
    expect((await last())?.body.because).toContain("did not end within 30 minutes");
  });

  test("of a deploy whose place another took are told without doing anything", async () => {
    await start({ smoke: [smoke("hello")] });
    await commit(greeter("hello", "1.0.1", "Hi"));
    const first = (await bench.look("production")).appliedDeploy;
    await commit(greeter("hello", "1.0.2", "Hey"));
    const second = (await bench.look("production")).appliedDeploy;
    await endAll(failed, completed);
    await bench.look("production");
    expect(await hold()).toEqual([]);
    const told = (await bench.records("production")).filter(({ kind }) => /verified/.test(kind)).slice(1);
    expect(told).toMatchObject([
      { kind: "unverified", deploy: first },
      { kind: "verified", deploy: second },
    ]);
    expect(told[0]?.body.because).toBe(
      `Its smoke runs had not ended. Deploy ${second ?? ""} took its place.`,
    );
  });

  test.each(["noteRun", "settle", "conclude"] as const)(
    "are run, held and told once whatever dies around %s",
    async (method) => {
      await start({ smoke: [smoke("hello")] });
      const { smoke: real } = bench.store;
      let faults = 2;
      // Dies before the write, then after it.
      const store = {
        ...bench.store,
        smoke: {
          ...real,
          [method]: async (...given: never[]) => {
            faults -= 1;
            if (faults === 1) throw new Error("died before");
            const result = await (real[method] as (...all: never[]) => Promise<unknown>)(...given);
            if (faults === 0) throw new Error("died after");
            return result;
          },
        },
      };
      Object.assign(bench.deps, { store });
      await bench.restart();
      await commit(greeter("hello", "1.0.1", "Hi"));
      for (let look = 0; look < 3; look += 1) {
        await bench.look("production");
        await endAll(failed);
        await bench.restart();
      }
      for (let look = 0; look < 3; look += 1) await bench.look("production");
      expect((await kinds()).filter((kind) => kind === "unverified" || kind === "held").toSorted()).toEqual([
        "held",
        "unverified",
      ]);
      const { items } = await bench.store.runs.list(
        { environment: "production", slug: null, states: [], version: "1.0.1", deploy: null },
        { limit: 10, cursor: null },
      );
      expect(items).toHaveLength(1);
    },
  );
});

describe("tests before an apply", () => {
  test("are run once for each manifest, and what fails is refused", async () => {
    await start({ tests: "require", smoke: [] });
    bench.tests.ran.splice(0);
    await commit(greeter("hello", "1.0.1", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    bench.tests.failing.add("hello");
    await commit({ ...greeter("hello", "1.0.2", "Hey"), ...greeter("other", "1.0.0") });
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 2 });
    expect(refused.problems.map(({ code }) => code)).toEqual(["TEST_FAILED"]);
    expect(refused.because).toContain("output: 1 is not 2");
    await bench.restart();
    await bench.look("production");
    expect(bench.tests.ran.map((ran) => ran.toSorted())).toEqual([["hello"], ["hello", "other"]]);
  });

  test("are run again when they were cut off", async () => {
    await start({ tests: "require", smoke: [] });
    bench.tests.ran.splice(0);
    const { runTests } = bench.deps;
    Object.assign(bench.deps, { runTests: () => Promise.reject(new Error("died")) });
    await bench.restart();
    await commit(greeter("hello", "1.0.1", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "unknown", sequence: 1 });
    Object.assign(bench.deps, { runTests });
    await bench.restart();
    bench.clock.time += 600_000;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    expect(bench.tests.ran).toEqual([["hello"]]);
  });

  test("are not run where the policy does not ask", async () => {
    await start({ tests: "off", smoke: [] });
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    expect(bench.tests.ran).toEqual([]);
  });
});
