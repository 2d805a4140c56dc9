import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import {
  completed,
  failed,
  openVerifiedBench,
  production,
  smoke,
  type VerifiedBench,
} from "./verified-bench.fixture.ts";

let bench: VerifiedBench;

beforeEach(async () => {
  bench = await openVerifiedBench();
});
afterEach(() => bench.close());

describe("smoke runs after an apply", () => {
  test("are under way until they end, and verify the deploy once", async () => {
    await bench.start({ smoke: [smoke("hello"), smoke("hello", { input: { name: "Ada" } })] });
    await bench.endRuns(completed);
    await bench.look("production");
    expect(await bench.kinds()).toEqual(["applied", "verified"]);
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    const found = await bench.look("production");
    const deploy = found.appliedDeploy ?? "";
    expect(found).toMatchObject({ state: "in-sync" });
    expect(found.because).toContain(`2 smoke runs of deploy ${deploy} are under way.`);
    await bench.endRuns(completed);
    expect((await bench.look("production")).because).toContain("1 smoke run of deploy");
    await bench.endRuns(completed);
    await bench.look("production");
    expect((await bench.look("production")).because).not.toContain("smoke");
    expect(await bench.last()).toMatchObject({
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
    await bench.start({ smoke: [smoke("hello")] });
    await bench.commit({ ...greeter("hello", "1.0.1", "Hi"), ...greeter("other", "1.0.0") });
    const deploy = (await bench.look("production")).appliedDeploy ?? "";
    await bench.endRuns(failed);
    await bench.look("production");
    const { holds, quarantine } = await bench.store.holds.loadInForce("production");
    expect(holds).toMatchObject([{ kind: "verification", deploy, actor: { id: "controller" } }]);
    expect(new Set(quarantine.map(({ slug, version }) => `${slug} ${version}`))).toEqual(
      new Set(["hello 1.0.1", "other 1.0.0"]),
    );
    expect(await bench.last()).toMatchObject({ kind: "unverified", deploy });
    expect((await bench.last())?.body.because).toMatch(
      /of hello failed, where completed was expected.*is held\./,
    );
    expect(await bench.applied("production")).toEqual({ hello: "1.0.1", other: "1.0.0" });
  });

  test("may have to fail", async () => {
    await bench.start({ smoke: [] });
    await bench.commit(production({ smoke: [smoke("hello", { expect: "failed" })] }));
    await bench.look("production");
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    await bench.endRuns(failed);
    await bench.look("production");
    expect((await bench.last())?.kind).toBe("verified");
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
    await bench.commit({
      ...production({ smoke: [asked] }),
      ...greeter("hello", "1.0.0"),
      "pipelines/picky.pipeline.json": picky,
    });
    await bench.look("production");
    await bench.look("production");
    expect(await bench.last()).toMatchObject({ kind: "unverified" });
    expect((await bench.last())?.body.because).toContain(because);
    expect((await bench.store.holds.loadInForce("production")).holds).toHaveLength(1);
  });

  test("wait for room where a quota refuses them, and have failed half an hour after the apply", async () => {
    const quotas = { quotas: { runsPerMinute: 1 } };
    await bench.start({ smoke: [smoke("hello"), smoke("hello")] }, quotas);
    expect(await bench.kinds()).toEqual(["applied"]);
    bench.clock.time += 61_000;
    await bench.look("production");
    await bench.endRuns(completed);
    await bench.look("production");
    expect(await bench.kinds()).toEqual(["applied", "verified"]);
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    bench.clock.time += 29 * 60_000;
    await bench.look("production");
    expect(await bench.kinds()).not.toContain("unverified");
    bench.clock.time += 61_000;
    await bench.look("production");
    expect(await bench.last()).toMatchObject({ kind: "unverified" });
    expect((await bench.last())?.body.because).toContain("did not end within 30 minutes");
  });

  test("of a deploy whose place another took are told without doing anything", async () => {
    await bench.start({ smoke: [smoke("hello")] });
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    const first = (await bench.look("production")).appliedDeploy;
    await bench.commit(greeter("hello", "1.0.2", "Hey"));
    const second = (await bench.look("production")).appliedDeploy;
    await bench.endRuns(failed, completed);
    await bench.look("production");
    expect((await bench.store.holds.loadInForce("production")).holds).toEqual([]);
    const told = (await bench.records("production")).filter(({ kind }) => /verified/.test(kind)).slice(1);
    expect(told).toMatchObject([
      { kind: "unverified", deploy: first },
      { kind: "verified", deploy: second },
    ]);
    expect(told[0]?.body.because).toBe(
      `Its smoke runs had not ended. Deploy ${second ?? ""} took its place.`,
    );
  });
});
