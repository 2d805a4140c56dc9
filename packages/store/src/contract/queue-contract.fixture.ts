import { describeWait } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { admissionHarness } from "./admission-harness.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function queueContract(subject: SubjectOf): void {
  describe("the queues of an environment", () => {
    test("show what waits, runs and is parked, by queue and team", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 2 }, sales: {} } });
      for (let at = 0; at < 3; at += 1) await org.create({ team: "support" });
      const [parked] = await org.claim();
      if (parked !== undefined) await org.park(parked, null);
      await org.create({ team: "sales", key: "acme", queue: "elsewhere" });
      const held = await org.create({ team: "sales", key: "acme", queue: "elsewhere" });
      await subject().sql(`UPDATE runs SET created_at = '${past}' WHERE id = '${held.id}'`);
      const { queues } = await subject().store.queues.load(org.environment);
      const none = { held: 0, running: 0, waiting: 0 };
      expect(queues).toMatchObject([
        {
          queue: "elsewhere",
          ...none,
          queued: 2,
          held: 1,
          oldestQueuedAt: past,
          teams: [{ team: "sales", queued: 2 }],
        },
        { queue: org.environment, queued: 1, held: 0, running: 1, waiting: 1, teams: [{ team: "support" }] },
      ]);
    });

    test("show how much of each quota is used", async () => {
      const org = await admissionHarness(subject, {
        quotas: { concurrentRuns: 9, runsPerDay: 50 },
        teams: { support: { queuedRuns: 5, runsPerMinute: 60, costPerDay: 3.5 } },
        pipelines: { greet: { concurrentRuns: 2 } },
      });
      for (let at = 0; at < 4; at += 1) await org.create({ team: "support" });
      await org.claim(1);
      await subject().sql(`UPDATE runs SET cost = 0.25 WHERE environment = '${org.environment}'`);
      const { quotas } = await subject().store.queues.load(org.environment);
      const said = quotas.map(
        ({ scope, name, quota, used, limit }) => `${scope} ${name} ${quota} ${used}/${limit}`,
      );
      expect(said.sort()).toEqual([
        `environment ${org.environment} concurrentRuns 1/9`,
        `environment ${org.environment} runsPerDay 4/50`,
        "pipeline greet concurrentRuns 1/2",
        "team support costPerDay 1/3.5",
        "team support queuedRuns 3/5",
        "team support runsPerMinute 4/60",
      ]);
    });

    test("nothing waits where nothing was applied", async () => {
      expect(await subject().store.queues.load("nowhere")).toEqual({ queues: [], quotas: [] });
    });

    test("say why a run waits", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 1 } } });
      const running = await org.create({ team: "support", key: "acme" });
      await org.claim();
      const held = await org.create({ team: "support", key: "acme" });
      const full = await org.create({ team: "support" });
      const free = await org.create({ team: "sales" });
      const ids = [running.id, held.id, full.id, free.id];
      const reasons = await subject().store.queues.explain(ids);
      expect(
        ids
          .map((id) => reasons.get(id))
          .map((reason) => (reason === undefined ? null : describeWait(reason))),
      ).toEqual([
        null,
        'waits for runs with the concurrency key "acme": 1 of 1 under way',
        "waits for a slot of team support: 1 of 1 running",
        `waits for a free worker of the queue ${org.environment}`,
      ]);
    });
  });
}
