import { type Actor, type OrgStore, toFailure, verifyChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createController } from "../create-controller.ts";
import { createRollBack } from "./roll-back.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
const bob: Actor = { kind: "token", id: "token:bob" };

describe.each(["sqlite", "postgres"] as const)("at the same time on %s,", (dialect) => {
  let bench: Bench;
  let good = "";

  beforeEach(async () => {
    bench = await openBench(dialect === "postgres" ? inject("postgresUrl") : null);
    await commit({ ...environment("production", "main"), ...greeter("hello", "1.0.0") });
    good = (await bench.look("production")).appliedDeploy ?? "";
    await commit(greeter("hello", "1.1.0", "Helo"));
    await bench.look("production");
  });
  afterEach(() => bench.close());

  const commit = (files: Record<string, string>) => bench.repository.commit({ branch: "main", files });

  const rollBack = (actor: Actor, store: OrgStore = bench.store) =>
    createRollBack({ ...bench.deps, store })({
      environment: "production",
      to: good,
      pipelines: null,
      reason: "It greets wrongly.",
      actor,
      kind: "rollback",
    });

  /** The store, with something that happens around the reading of holds: after the reading of what is applied. */
  function interrupted(around: (read: () => Promise<void>) => Promise<void>): OrgStore {
    const { holds } = bench.store;
    const loadInForce: typeof holds.loadInForce = async (slug) => {
      let found = { holds: [], quarantine: [] } as Awaited<ReturnType<typeof holds.loadInForce>>;
      await around(async () => {
        found = await holds.loadInForce(slug);
      });
      return found;
    };
    return { ...bench.store, holds: { ...holds, loadInForce } };
  }

  async function expectOneChain(): Promise<void> {
    const records = await bench.records("production");
    expect(verifyChain(records)).toMatchObject({ intact: true });
    const states = await bench.store.history.list("production", { limit: 100, cursor: null });
    expect(states.items.map(({ sequence }) => sequence)).toEqual(
      states.items.map((_, at) => states.items.length - at),
    );
  }

  test("two rollbacks have one winner, and the loser is told who it was", async () => {
    const answers = await Promise.allSettled([rollBack(ada), rollBack(bob), rollBack(ada), rollBack(bob)]);
    const won = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const lost = answers.flatMap((answer) =>
      answer.status === "rejected" ? [toFailure(answer.reason)] : [],
    );
    expect([won.length, lost.length]).toEqual([1, 3]);
    const [winner] = won;
    for (const { kind, code, message } of lost) {
      // Whoever looked only after the winner finds nothing left to take back.
      expect(["conflict SOMEBODY_WAS_FIRST", "unprocessable NOTHING_DIFFERS"]).toContain(`${kind} ${code}`);
      if (kind === "conflict")
        expect(message).toContain(`${winner?.deploy.actor.id} changed production first`);
    }
    expect((await bench.store.holds.loadInForce("production")).holds).toEqual([winner?.hold]);
    expect(await bench.status("production")).toMatchObject({ sequence: 3, appliedDeploy: winner?.deploy.id });
    const told = await bench.store.outbox.list({ state: "pending" }, { limit: 100, cursor: null });
    expect(told.items.filter(({ body }) => body["deploy"] === winner?.deploy.id)).toMatchObject([
      { topic: "deploy", target: `production@${winner?.deploy.commit.revision}` },
    ]);
    await expectOneChain();
  });

  test("a rollback that was decided before an apply loses to it, and says so", async () => {
    await commit(greeter("other", "1.0.0"));
    const store = interrupted(async (read) => {
      await read();
      await bench.controller.reconcile();
    });
    await expect(rollBack(ada, store)).rejects.toMatchObject({
      kind: "conflict",
      code: "SOMEBODY_WAS_FIRST",
      message: expect.stringContaining("controller changed production first (applied at") as string,
    });
    expect(await bench.applied("production")).toEqual({ hello: "1.1.0", other: "1.0.0" });
    expect((await bench.store.holds.loadInForce("production")).holds).toEqual([]);
    await expectOneChain();
  });

  test("an apply that was decided before a rollback is decided anew, and held", async () => {
    await commit(greeter("other", "1.0.0"));
    let isFirst = true;
    const store = interrupted(async (read) => {
      await read();
      if (isFirst) await rollBack(ada);
      isFirst = false;
    });
    const controller = createController({ ...bench.deps, store });
    await controller.reconcile();
    expect(await bench.status("production")).toMatchObject({ state: "held", sequence: 3 });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    await expectOneChain();
    await controller.stop();
  });

  test("an apply that was decided before a pause is decided anew, and held", async () => {
    await commit(greeter("other", "1.0.0"));
    let isFirst = true;
    const store = interrupted(async (read) => {
      await read();
      const pause = {
        kind: "pause",
        reason: "Stock-taking.",
        actor: bob,
        deploy: null,
        quarantine: [],
      } as const;
      if (isFirst) await bench.store.holds.place({ environment: "production", ...pause });
      isFirst = false;
    });
    const controller = createController({ ...bench.deps, store });
    await controller.reconcile();
    const held = await bench.status("production");
    expect(held).toMatchObject({ state: "held", sequence: 2 });
    expect(held.because).toContain("Stock-taking.");
    await controller.stop();
  });
});
