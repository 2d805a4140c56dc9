import { controllerActor, type SmokeRun, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applicationOf, deployOf, takeLease, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function smokeContract(subject: SubjectOf): void {
  const store = () => subject().store;
  const first = {
    pipeline: "greet",
    input: { name: "Ada" },
    expect: "completed",
    onFailure: "hold",
  } as const;
  const second = { pipeline: "other", input: null, expect: "failed", onFailure: "rollback" } as const;

  async function apply(environment: string): Promise<string> {
    const { sequence } = await store().environments.loadApplied(environment);
    const deploy = deployOf({ environment, sequence });
    const fencingToken = await takeLease(store(), environment);
    await store().deploys.apply(applicationOf(deploy, [], { fencingToken, smoke: [first, second] }));
    return deploy.id;
  }

  const outcomes = (runs: readonly SmokeRun[]) => runs.map(({ deploy, outcome }) => [deploy, outcome]);

  describe("smoke runs", () => {
    test("come into being with the apply and are under way until their deploy's verification is told", async () => {
      const environment = unique("env");
      const deploy = await apply(environment);
      const pending = { deploy, environment, run: null, outcome: "pending", because: "" };
      expect(await store().smoke.listUnconcluded(environment)).toMatchObject([
        { ...first, ...pending, position: 0 },
        { ...second, ...pending, position: 1 },
      ]);
      await store().smoke.noteRun(deploy, 0, "run-1");
      expect(await store().smoke.settle(deploy, 0, "passed", "It completed.")).toBe(true);
      expect(await store().smoke.settle(deploy, 0, "failed", "It failed.")).toBe(false);
      await store().smoke.settle(deploy, 1, "failed", "It completed.");
      const later = await apply(environment);
      expect(outcomes(await store().smoke.listUnconcluded(environment))).toEqual([
        [deploy, "passed"],
        [deploy, "failed"],
        [later, "pending"],
        [later, "pending"],
      ]);
      expect(await store().smoke.listOf(deploy)).toMatchObject([
        { run: "run-1", outcome: "passed", because: "It completed." },
        { run: null, outcome: "failed", because: "It completed." },
      ]);
    });

    test("are told once, in the chain and as an event", async () => {
      const environment = unique("env");
      const deploy = await apply(environment);
      const conclude = () => store().smoke.conclude(deploy, "unverified", "It failed.", controllerActor);
      const told = await Promise.all([conclude(), conclude(), conclude()]);
      expect(told.filter((isFirst) => isFirst)).toHaveLength(1);
      expect(await store().smoke.listUnconcluded(environment)).toEqual([]);
      const entries = await store().ledger.list(environment, 1, 10);
      expect(entries.map(({ kind }) => kind)).toEqual(["applied", "unverified"]);
      expect(entries[1]).toMatchObject({
        deploy,
        body: { actor: controllerActor, because: "It failed.", runs: [{ pipeline: "greet" }, {}] },
      });
      expect(verifyChain(entries).intact).toBe(true);
      await store().events.publish();
      const events = await store().events.list(0, { environment }, 100);
      expect(events.filter(({ name }) => name === "deploy.unverified")).toMatchObject([{ body: { deploy } }]);
      expect(await store().smoke.conclude("nothing", "verified", "", controllerActor)).toBe(false);
    });
  });
}
