import { noQuotas } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { admissionHarness, storeBeside } from "./admission-harness.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const idsOf = (claimed: readonly { readonly run: { readonly id: string } }[]) =>
  claimed.map(({ run }) => run.id);

/** What the port promises about quotas and turns: who may run. */
export function slotContract(subject: SubjectOf): void {
  describe("claiming runs under quotas", () => {
    test.each([
      ["the environment", { quotas: { concurrentRuns: 2 } }],
      ["a team", { teams: { support: { concurrentRuns: 2 } } }],
      ["a pipeline", { pipelines: { greet: { concurrentRuns: 2 } } }],
    ])("no more run than %s allows; an end makes room", async (_, policy) => {
      const org = await admissionHarness(subject, policy);
      const made = [];
      for (let at = 0; at < 4; at += 1) made.push(await org.create({ team: "support" }));
      const [first, second] = await org.claim();
      expect([first?.run.id, second?.run.id]).toEqual([made[0]?.id, made[1]?.id]);
      expect(await org.claim()).toEqual([]);
      if (first !== undefined) await org.complete(first);
      expect(idsOf(await org.claim())).toEqual([made[2]?.id]);
      expect(await org.claim()).toEqual([]);
    });

    test("the limit of an environment holds across its teams and queues", async () => {
      const org = await admissionHarness(subject, { quotas: { concurrentRuns: 3 } });
      for (const queue of ["one", "two"])
        for (let at = 0; at < 3; at += 1)
          await org.create({ team: queue, queue: `${org.environment}-${queue}` });
      const taken = [
        ...(await org.claim(100, subject().store, `${org.environment}-one`)),
        ...(await org.claim(100, subject().store, `${org.environment}-two`)),
      ];
      expect(taken).toHaveLength(3);
    });

    test("who has no slot does not hold up those behind it", async () => {
      const org = await admissionHarness(subject, {
        teams: { full: { concurrentRuns: 1 }, free: {} },
        pipelines: { tight: { concurrentRuns: 1 } },
      });
      for (let at = 0; at < 5; at += 1) await org.create({ team: "full", slug: "wide" });
      for (let at = 0; at < 5; at += 1) await org.create({ team: "free", slug: "tight", priority: 9 });
      const behind = await org.create({ team: "free", slug: "wide" });
      const taken = await org.claim(4);
      expect(taken).toHaveLength(3);
      expect(idsOf(taken)).toContain(behind.id);
      expect(await org.claim()).toEqual([]);
    });

    test("processes that claim at once never go beyond a limit", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 7 } } });
      await Promise.all(Array.from({ length: 30 }, () => org.create({ team: "support" })));
      const stores = [subject().store, storeBeside(subject())];
      for (const expected of [7, 0]) {
        const claims = await Promise.all(Array.from({ length: 10 }, (_, at) => org.claim(3, stores[at % 2])));
        expect(claims.flat()).toHaveLength(expected);
      }
    });

    test("a parked run leaves its slot, and waits for one when its time has come", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 1 } } });
      const parked = await org.create({ team: "support" });
      const other = await org.create({ team: "support" });
      const [first] = await org.claim();
      if (first === undefined) throw new Error("nothing was claimed");
      await org.park(first, past);
      const [next] = await org.claim(1);
      expect(next?.run.id).toBe(parked.id);
      if (next !== undefined) await org.park(next, null);
      const [second] = await org.claim();
      expect(second?.run.id).toBe(other.id);
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${parked.id}'`);
      expect(await org.claim()).toEqual([]);
      expect((await org.load(parked.id))?.state).toBe("waiting");
      if (second !== undefined) await org.complete(second);
      expect(idsOf(await org.claim())).toEqual([parked.id]);
    });

    test("a parked run that is cancelled ends without a slot", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 1 } } });
      const parked = await org.create({ team: "support" });
      const [first] = await org.claim();
      if (first !== undefined) await org.park(first, null);
      await org.create({ team: "support" });
      expect(await org.claim()).toHaveLength(1);
      await subject().store.runs.requestCancel(parked.id);
      expect(await subject().store.runs.load(parked.id)).toMatchObject({ state: "cancelled" });
    });

    test("a woken run that waits for a slot ends at its deadline without one", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 1 } } });
      const parked = await org.create({ team: "support" });
      await org.create({ team: "support" });
      const [first] = await org.claim();
      if (first !== undefined) await org.park(first, null);
      expect(await org.claim()).toHaveLength(1);
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${parked.id}'`);
      expect(await org.claim()).toEqual([]);
      const [row] = await subject().sql(`SELECT due_at FROM runs WHERE id = '${parked.id}'`);
      expect(row).toEqual({ due_at: parked.deadlineAt });
      await subject().sql(
        `UPDATE runs SET due_at = '${past}', deadline_at = '${past}' WHERE id = '${parked.id}'`,
      );
      expect(idsOf(await org.claim())).toEqual([parked.id]);
    });

    test("a run whose lease ended keeps its slot and goes on", async () => {
      const org = await admissionHarness(subject, { teams: { support: { concurrentRuns: 1 } } });
      const made = [await org.create({ team: "support" }), await org.create({ team: "support" })];
      await org.claim();
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${made[0]?.id}'`);
      const [taken] = await org.claim();
      expect(taken).toMatchObject({ fencingToken: 2, run: { id: made[0]?.id } });
      if (taken !== undefined) await org.complete(taken);
      expect(idsOf(await org.claim())).toEqual([made[1]?.id]);
    });

    test("a limit that changes holds for runs that already wait", async () => {
      const org = await admissionHarness(subject, { teams: { support: {} } });
      for (let at = 0; at < 6; at += 1) await org.create({ team: "support" });
      await org.configure({ teams: { support: {} }, pipelines: { greet: { concurrentRuns: 2 } } });
      expect(await org.claim()).toHaveLength(2);
      await org.create({ team: "support" });
      expect(await org.claim()).toEqual([]);
      await org.configure({ teams: { support: { concurrentRuns: 4 } } });
      expect(await org.claim()).toHaveLength(2);
      await org.configure({ teams: { support: noQuotas } });
      expect(await org.claim()).toHaveLength(3);
    });
  });

  describe("teams that share a queue", () => {
    test("take turns, however long the queue of one is", async () => {
      const org = await admissionHarness(subject, { teams: { many: {}, few: {} } });
      for (let at = 0; at < 30; at += 1) await org.create({ team: "many" });
      for (let at = 0; at < 3; at += 1) await org.create({ team: "few" });
      const order: string[] = [];
      for (let at = 0; at < 8; at += 1) order.push(...idsOf(await org.claim(1)));
      const few = await subject().sql(
        `SELECT id FROM runs WHERE environment = '${org.environment}' AND account = 'few'`,
      );
      const places = few.map(({ id }) => order.indexOf(String(id)));
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThan(7);
    });

    test("get turns by their priority, and one large claim shares like many small ones", async () => {
      for (const size of [1, 44]) {
        const org = await admissionHarness(subject, {
          teams: { high: { priority: 9 }, low: { priority: 0 } },
        });
        await Promise.all(
          ["high", "low"].flatMap((team) => Array.from({ length: 60 }, () => org.create({ team }))),
        );
        for (let taken = 0; taken < 44; taken += size) expect(await org.claim(size)).toHaveLength(size);
        const [row] = await subject().sql(
          `SELECT count(*) AS low FROM runs
           WHERE environment = '${org.environment}' AND account = 'low' AND state = 'running'`,
        );
        expect(Number(row?.["low"])).toBeGreaterThanOrEqual(4);
        expect(Number(row?.["low"])).toBeLessThanOrEqual(5);
      }
    });

    test("within a team the higher priority goes first, then the older", async () => {
      const org = await admissionHarness(subject, {
        teams: { support: {} },
        pipelines: { apart: { queuedRuns: 100 } },
      });
      const made = [];
      for (const [slug, priority] of [
        ["greet", 5],
        ["apart", 7],
        ["greet", 9],
        ["apart", 5],
      ] as const)
        made.push((await org.create({ team: "support", slug, priority })).id);
      const order = [];
      for (let at = 0; at < 4; at += 1) order.push(...idsOf(await org.claim(1)));
      expect(order).toEqual([made[2], made[1], made[0], made[3]]);
    });
  });
}
