import type { FiringStart } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { newRun, unique } from "./builders.fixture.ts";
import { newFiring } from "./new-firing.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { heard, reason, tick, triggerHarness } from "./trigger-harness.fixture.ts";

export function firingContract(subject: SubjectOf): void {
  const { triggers, open, start, firingsOf, runsOf, makePending } = triggerHarness(subject);

  describe("firings", () => {
    test("settle together with their run, once, whoever tries", async () => {
      const environment = await open(tick());
      await makePending(environment, "one");
      const firing = newFiring(environment, { key: "one" });
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => start(environment, { firing })));
      expect(outcomes.filter(({ outcome }) => outcome === "started")).toHaveLength(1);
      const [run, ...others] = await runsOf(environment);
      expect(others).toEqual([]);
      expect(await firingsOf(environment)).toMatchObject([
        { key: "one", state: "started", run: run?.id, payload: null, nextAt: null, reason: null },
      ]);
    });

    test("of one instant are one, and a known one stays as it is", async () => {
      const environment = await open(tick());
      await makePending(environment, "one");
      await triggers().settle(newFiring(environment, { key: "one" }), { state: "skipped", reason });
      await makePending(environment, "one", "two");
      expect((await firingsOf(environment)).map(({ key, state }) => `${key} ${state}`)).toEqual([
        "two pending",
        "one skipped",
      ]);
    });

    test("of a trigger that a deploy changed meanwhile do not come to be", async () => {
      const environment = await open(tick());
      const cursorAt = "2026-01-01T00:00:00.000Z";
      const place = { environment, slug: "pipe", trigger: "tick", since: "another" };
      const due = [newFiring(environment)];
      await triggers().advanceSchedules([{ ...place, cursorAt, nextAt: cursorAt, due, missed: null }]);
      expect(await firingsOf(environment)).toEqual([]);
    });

    test("of a trigger that is gone or disabled start nothing", async () => {
      const environment = await open(tick({ enabled: false }));
      expect(await start(environment)).toEqual({ outcome: "gone" });
      expect(await start(unique("env"))).toEqual({ outcome: "gone" });
    });

    test("that must not overlap go one after the other, oldest first, however many try", async () => {
      const environment = await open(tick());
      await makePending(environment, "1", "2", "3");
      const tryOf = (key: string) =>
        start(environment, { firing: newFiring(environment, { key }), overlap: "queue" });
      const all = await Promise.all(["3", "2", "1"].map(tryOf));
      expect(all.map(({ outcome }) => outcome).filter((outcome) => outcome === "started")).toEqual([
        "started",
      ]);
      expect(await runsOf(environment)).toHaveLength(1);
      expect((await tryOf("3")).outcome).toBe("later");
      expect((await tryOf("2")).outcome).toBe("overlapping");
    });

    test("do not overlap with a run that goes on, however many were skipped and forgotten since", async () => {
      const environment = await open(tick());
      expect(await start(environment)).toMatchObject({ outcome: "started" });
      const skipped = Array.from({ length: 250 }, (_, index) => `skipped-${index}`);
      await makePending(environment, ...skipped);
      for (const key of skipped)
        await triggers().settle(newFiring(environment, { key }), { state: "skipped", reason });
      const late = () =>
        start(environment, { firing: newFiring(environment, { key: "late" }), overlap: "skip" });
      expect((await late()).outcome).toBe("overlapping");
      await triggers().prune("2999-01-01T00:00:00.000Z");
      expect((await late()).outcome).toBe("overlapping");
      const [run] = await runsOf(environment);
      await subject().store.runs.requestCancel(run?.id ?? "");
      expect((await late()).outcome).toBe("started");
    });

    test("with something that may be used once start one run, and tell a replay from a repeat", async () => {
      const environment = await open(heard("paid"));
      const once = { scope: environment, key: "signature" };
      const send = (key: string, more: Partial<FiringStart> = {}) =>
        start(environment, {
          firing: newFiring(environment, { key, trigger: "heard", type: "event" }),
          run: newRun({
            environment,
            slug: "pipe",
            idempotency: { scope: environment, key: "dedupe", body: "sha256:a" },
          }),
          ...more,
        });
      const first = await send("one", { once });
      const run = first.outcome === "started" ? first.run : null;
      expect(run).not.toBeNull();
      expect(await send("two", { once })).toMatchObject({ outcome: "duplicate", isReplay: true });
      const fresh = { ...once, key: "another" };
      expect(await send("three", { once: fresh })).toEqual({ outcome: "duplicate", run, isReplay: false });
      // The second request's own signature is used up as well.
      expect(await send("four", { once: fresh })).toEqual({ outcome: "duplicate", run, isReplay: true });
      expect(await runsOf(environment)).toHaveLength(1);
      expect((await firingsOf(environment)).map(({ key }) => key)).toEqual(["one"]);
    });

    test("that are claimed belong to nobody else until the lease ends", async () => {
      const environment = await open(tick());
      await makePending(environment, "one");
      const claim = async (leaseMs: number) =>
        (await triggers().claimFirings(1_000, leaseMs)).filter((one) => one.environment === environment);
      expect(await claim(60_000)).toMatchObject([{ key: "one", attempts: 1, state: "pending" }]);
      expect(await claim(60_000)).toEqual([]);
      const name = newFiring(environment, { key: "one" });
      const waits = { state: "pending", reason, afterMs: 0 } as const;
      expect(await triggers().settle(name, { ...waits, isCounted: false })).toBe(true);
      expect(await claim(0)).toMatchObject([{ attempts: 1, reason }]);
      await triggers().settle(name, { ...waits, isCounted: true });
      expect(await claim(60_000)).toMatchObject([{ attempts: 2 }]);
      expect(await triggers().settle(name, { state: "failed", reason })).toBe(true);
      expect(await triggers().settle(name, { state: "failed", reason })).toBe(false);
    });

    test("are listed by trigger and state, page by page, and forgotten when they are old and settled", async () => {
      const environment = await open(tick());
      await makePending(environment, "1", "2", "3");
      await triggers().settle(newFiring(environment, { key: "1" }), { state: "failed", reason });
      const filter = { environment, slug: "pipe", trigger: "tick", states: ["pending"] } as const;
      const first = await triggers().listFirings(filter, { limit: 1, cursor: null });
      const second = await triggers().listFirings(filter, { limit: 1, cursor: first.next });
      expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(["3", "2"]);
      expect(second.next).toBeNull();
      await triggers().prune("2999-01-01T00:00:00.000Z");
      expect((await firingsOf(environment)).map(({ key }) => key)).toEqual(["3", "2"]);
    });
  });
}
