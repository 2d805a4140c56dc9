import { describe, expect, test } from "vitest";

import { admissionHarness, storeBeside } from "./admission-harness.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

/** What the port promises about runs that share a concurrency key. */
export function concurrencyContract(subject: SubjectOf): void {
  const open = () => admissionHarness(subject, {});
  const one = { key: "acme" };

  async function claimOne(org: Awaited<ReturnType<typeof open>>) {
    const claimed = await org.claim();
    expect(claimed).toHaveLength(1);
    const [first] = claimed;
    if (first === undefined) throw new Error("nothing was claimed");
    return first;
  }

  describe("runs of one concurrency key", () => {
    test("run in the order in which they came, no more than the limit at a time", async () => {
      const org = await open();
      const made = [];
      for (let at = 0; at < 4; at += 1) made.push(await org.create({ ...one, limit: 2 }));
      const other = await org.create({ key: "other" });
      const claimed = await org.claim();
      expect(claimed.map(({ run }) => run.id)).toEqual([made[0]?.id, made[1]?.id, other.id]);
      const [first] = claimed;
      if (first !== undefined) await org.complete(first);
      const next = await claimOne(org);
      expect(next.run.id).toBe(made[2]?.id);
      await org.complete(next);
      expect((await claimOne(org)).run.id).toBe(made[3]?.id);
    });

    test("one that comes when the key is free still stands behind those that wait", async () => {
      const org = await open();
      const made = [await org.create(one), await org.create(one)];
      await org.complete(await claimOne(org));
      const late = await org.create(one);
      const next = await claimOne(org);
      expect(next.run.id).toBe(made[1]?.id);
      await org.complete(next);
      expect((await claimOne(org)).run.id).toBe(late.id);
    });

    test("keep the key while they are parked, and when their lease ends", async () => {
      const org = await open();
      const first = await org.create(one);
      await org.create(one);
      const claimed = await claimOne(org);
      await org.park(claimed, null);
      expect(await org.claim()).toEqual([]);
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${first.id}'`);
      const woken = await claimOne(org);
      expect(woken.run.id).toBe(first.id);
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${first.id}'`);
      const taken = await claimOne(org);
      expect(taken).toMatchObject({ fencingToken: 3, run: { id: first.id } });
      await org.complete(taken);
      expect((await claimOne(org)).run.id).not.toBe(first.id);
    });

    test.each(["ready", "held"])("a %s one that is cancelled makes way at once", async (which) => {
      const org = await open();
      const made = [await org.create(one), await org.create(one), await org.create(one)];
      const gone = which === "ready" ? made[0] : made[1];
      if (gone === undefined) throw new Error("nothing was made");
      expect(await subject().store.runs.requestCancel(gone.id)).toBe(true);
      expect(await org.load(gone.id)).toMatchObject({
        state: "cancelled",
        error: { type: "cancelled", message: "The run was cancelled." },
      });
      const told = await subject().sql(
        `SELECT name FROM events WHERE body LIKE '%${gone.id}%' ORDER BY position`,
      );
      expect(told.map(({ name }) => name)).toEqual(["run.queued", "run.cancelled"]);
      const left = made.filter((run) => run !== gone);
      for (const { id } of left) {
        const claimed = await claimOne(org);
        expect(claimed.run.id).toBe(id);
        await org.complete(claimed);
      }
      expect(await org.claim()).toEqual([]);
    });

    test("one that somebody deletes makes way", async () => {
      const org = await open();
      const [first, second] = [await org.create(one), await org.create(one)];
      await claimOne(org);
      await subject().sql(`DELETE FROM runs WHERE id = '${first.id}'`);
      expect((await claimOne(org)).run.id).toBe(second.id);
    });

    test("reject refuses what is too many, and names limit and key", async () => {
      const org = await open();
      const ask = { ...one, onLimit: "reject" as const };
      await org.create(ask);
      await expect(org.create(ask)).rejects.toMatchObject({
        kind: "quota-exceeded",
        code: "CONCURRENCY_LIMIT",
        message: expect.stringMatching(/^1 of 1 runs of greet with the concurrency key "acme" are under way/),
        retryAfterMs: 5_000,
      });
      await org.complete(await claimOne(org));
      await org.create(ask);
    });

    test("cancel-oldest ends a queued one at once and asks a running one to end", async () => {
      const org = await open();
      const ask = { ...one, onLimit: "cancel-oldest" as const };
      const first = await org.create(ask);
      const claimed = await claimOne(org);
      const second = await org.create(ask);
      expect(await org.load(first.id)).toMatchObject({ state: "running", cancelRequested: true });
      expect(await org.claim()).toEqual([]);
      const third = await org.create(ask);
      expect((await org.load(second.id))?.state).toBe("cancelled");
      expect((await org.load(third.id))?.state).toBe("queued");
      await org.complete(claimed);
      expect((await claimOne(org)).run.id).toBe(third.id);
    });

    test("many that come at once: only as many as the limit go on", async () => {
      for (const onLimit of ["queue", "reject", "cancel-oldest"] as const) {
        const org = await open();
        const stores = [subject().store, storeBeside(subject())];
        const ask = { ...one, limit: 3, onLimit };
        const asked = Array.from({ length: 20 }, (_, at) => org.create(ask, stores[at % 2]));
        const accepted = (await Promise.allSettled(asked)).filter(({ status }) => status === "fulfilled");
        expect(accepted).toHaveLength(onLimit === "reject" ? 3 : 20);
        expect(await org.claim()).toHaveLength(3);
        expect(await org.claim()).toEqual([]);
      }
    });

    test("processes that end, accept and claim at once neither exceed the limit nor get stuck", async () => {
      const org = await open();
      const stores = [subject().store, storeBeside(subject())];
      let ended = 0;
      const lane = async (at: number) => {
        const store = stores[at % 2];
        for (let made = 0; made < 3; made += 1) await org.create({ ...one, limit: 2 }, store);
        for (;;) {
          const claimed = await org.claim(1, store);
          const [row] = await subject().sql(
            `SELECT count(*) AS running FROM runs WHERE environment = '${org.environment}' AND state = 'running'`,
          );
          expect(Number(row?.["running"])).toBeLessThanOrEqual(2);
          for (const each of claimed) await org.complete(each, store);
          ended += claimed.length;
          if (ended >= 24) return;
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, at) => lane(at)));
      expect(ended).toBe(24);
    });
  });
}
