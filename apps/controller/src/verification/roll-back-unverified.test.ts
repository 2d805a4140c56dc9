import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";
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

describe("smoke runs that do not go well where the policy rolls back", () => {
  test("go back to the deploy before where the policy says so, and a rollback is never rolled back", async () => {
    await bench.start({ smoke: [smoke("hello")], onFailure: "rollback" });
    const before = (await bench.status("production")).appliedDeploy ?? "";
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    const deploy = (await bench.look("production")).appliedDeploy ?? "";
    await bench.endRuns(failed);
    const found = await bench.look("production");
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    expect(found).toMatchObject({ sequence: 3, state: "held" });
    expect(await bench.endings()).toMatchObject([
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
    await bench.commit(greeter("hello", "1.0.2", "Hey"));
    expect(await bench.look("production")).toMatchObject({ sequence: 4, state: "in-sync" });
  });

  test("pass over deploys that nothing has verified", async () => {
    await bench.start({ smoke: [smoke("hello")], onFailure: "rollback" });
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    await bench.commit(greeter("other", "1.0.0"));
    await bench.look("production");
    await bench.endRuns(completed, failed);
    await bench.look("production");
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    const { quarantine } = await bench.store.holds.loadInForce("production");
    expect(quarantine.map(({ slug, version }) => `${slug} ${version}`).toSorted()).toEqual([
      "hello 1.0.1",
      "other 1.0.0",
    ]);
  });

  test("of a first deploy hold it, because there is nothing to go back to", async () => {
    const verification = { smoke: [smoke("hello")], onFailure: "rollback" };
    await bench.commit({ ...production(verification), ...greeter("hello", "1.0.0") });
    await bench.look("production");
    await bench.endRuns(failed);
    await bench.look("production");
    expect(await bench.kinds()).toEqual(["applied", "held", "unverified"]);
  });

  test("do not undo what a person went back to meanwhile", async () => {
    await bench.start({ smoke: [smoke("hello")], onFailure: "rollback" });
    const first = (await bench.status("production")).appliedDeploy ?? "";
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    await bench.endRuns(completed);
    await bench.look("production");
    await bench.commit(greeter("hello", "1.0.2", "Hey"));
    await bench.look("production");
    await bench.endRuns(failed);
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
    expect(await bench.endings()).toMatchObject([
      { kind: "verified" },
      { kind: "verified" },
      { kind: "rolled-back", body: { actor: { id: "token:ada" } } },
      { kind: "unverified" },
    ]);
  });
});
