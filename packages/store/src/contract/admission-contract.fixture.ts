import type { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { admissionHarness, storeBeside } from "./admission-harness.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

/** What the port promises about quotas: who is accepted. */
export function admissionContract(subject: SubjectOf): void {
  describe("accepting runs under quotas", () => {
    test.each([
      ["the environment", { quotas: { queuedRuns: 2 } }, /queuedRuns of env-\w+ is used up: 2 of 2/],
      ["a team", { teams: { support: { queuedRuns: 2 } } }, /queuedRuns of team support in env-/],
      ["a pipeline", { pipelines: { greet: { queuedRuns: 2 } } }, /queuedRuns of pipeline greet in env-/],
    ])("no more wait than %s allows, and one more once one is taken", async (_, policy, message) => {
      const org = await admissionHarness(subject, policy);
      const ask = { team: "support" };
      await org.create(ask);
      await org.create(ask);
      await expect(org.create(ask)).rejects.toMatchObject({
        kind: "quota-exceeded",
        code: "QUOTA_EXCEEDED",
        message: expect.stringMatching(message),
        retryAfterMs: 5_000,
      });
      expect(await org.claim(1)).toHaveLength(1);
      await org.create(ask);
      await expect(org.create(ask)).rejects.toMatchObject({ code: "QUOTA_EXCEEDED" });
    });

    test("runs of others do not count", async () => {
      const org = await admissionHarness(subject, {
        teams: { support: { queuedRuns: 1 }, sales: {} },
        pipelines: { greet: { queuedRuns: 1 } },
      });
      for (let made = 0; made < 3; made += 1) await org.create({ team: "sales", slug: "other" });
      await org.create({ team: "support" });
      await expect(org.create({ team: "support", slug: "other" })).rejects.toMatchObject({
        message: expect.stringContaining("team support"),
      });
    });

    test.each([
      ["runsPerMinute", 60_000],
      ["runsPerDay", 86_400_000],
    ] as const)("%s refuses until the span is over, and refused runs do not count", async (quota, span) => {
      const org = await admissionHarness(subject, { teams: { support: { [quota]: 3 } } });
      const tries = Array.from({ length: 6 }, () => org.create({ team: "support" }));
      const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === "rejected");
      const failure = refused[0]?.status === "rejected" ? (refused[0].reason as Failure) : null;
      expect(failure?.message).toMatch(new RegExp(`${quota} of team support in \\S+ is used up: 3 of 3`));
      expect(failure?.retryAfterMs).toBeGreaterThan(0);
      expect(failure?.retryAfterMs).toBeLessThanOrEqual(span);
      const column = quota === "runsPerMinute" ? "minute" : "day";
      const scope = `${org.environment}/team/support`;
      await subject().sql(`UPDATE quota_usage SET ${column} = '2000' WHERE scope = '${scope}'`);
      for (let made = 0; made < 3; made += 1) await org.create({ team: "support" });
      await expect(org.create({ team: "support" })).rejects.toMatchObject({ code: "QUOTA_EXCEEDED" });
    });

    test("costPerDay refuses once today's runs have cost that much", async () => {
      const org = await admissionHarness(subject, { teams: { support: { costPerDay: 2 } } });
      const [first, second] = [await org.create({ team: "support" }), await org.create({ team: "support" })];
      const spend = (id: string, cost: number) =>
        subject().sql(`UPDATE runs SET cost = ${cost} WHERE id = '${id}'`);
      await spend(first.id, 1.5);
      await org.create({ team: "support" });
      await spend(second.id, 0.5);
      await expect(org.create({ team: "support" })).rejects.toMatchObject({
        code: "QUOTA_EXCEEDED",
        message: expect.stringContaining("costPerDay of team support"),
      });
      await org.create({ team: "sales" });
      await subject().sql(`UPDATE runs SET created_at = '${past}' WHERE id = '${first.id}'`);
      await org.create({ team: "support" });
    });

    test("processes that accept at once never go beyond a quota", async () => {
      const org = await admissionHarness(subject, { quotas: { queuedRuns: 20, runsPerDay: 25 } });
      const stores = [subject().store, storeBeside(subject())];
      const flood = () =>
        Promise.allSettled(Array.from({ length: 40 }, (_, at) => org.create({}, stores[at % 2])));
      const accepted = (await flood()).filter(({ status }) => status === "fulfilled");
      expect(accepted).toHaveLength(20);
      expect(await org.claim(20)).toHaveLength(20);
      expect((await flood()).filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    });

    test("the same request again is not counted again", async () => {
      const org = await admissionHarness(subject, { quotas: { runsPerDay: 1 } });
      const idempotency = { scope: org.environment, key: "key", body: "sha256:a" } as const;
      const asked = { ...org.asked(), idempotency };
      await subject().store.runs.create(asked);
      expect(await subject().store.runs.create(asked)).toMatchObject({ isNew: false });
    });
  });
}
