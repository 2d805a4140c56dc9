import { describe, expect, test } from "vitest";

import { assign, newRun, prune, unique } from "./builders.fixture.ts";
import { entryOf, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { after, heard, page, piped, tick, triggerHarness } from "./trigger-harness.fixture.ts";

export function triggerContract(subject: SubjectOf): void {
  const { triggers, apply, open, firingsOf, makePending } = triggerHarness(subject);

  describe("triggers in force", () => {
    test("come, change and go with the applied version", async () => {
      const environment = await open(tick(), heard("paid"));
      const first = await triggers().load(environment, "pipe", "tick");
      expect(first).toMatchObject({ trigger: tick(), isEnabled: true, nextAt: null });
      const next = piped("1.1.0", [tick({ schedule: "5 * * * *" })]);
      await apply(environment, [assign(next, piped("1.0.0", [tick(), heard("paid")]))], [next]);
      const listed = await triggers().list(environment, null, page);
      expect(listed.items).toMatchObject([{ slug: "pipe", trigger: { schedule: "5 * * * *" } }]);
      await apply(environment, [prune(next)], []);
      expect(await triggers().load(environment, "pipe", "tick")).toBeNull();
    });

    test("keep their place while their schedule stays, and lose it with another one", async () => {
      const environment = await open(tick());
      await makePending(environment);
      const placed = await triggers().load(environment, "pipe", "tick");
      const relaxed = piped("1.1.0", [tick({ overlap: "allow" })]);
      await apply(environment, [assign(relaxed, piped("1.0.0", [tick()]))], [relaxed]);
      const kept = await triggers().load(environment, "pipe", "tick");
      expect(kept).toMatchObject({ cursorAt: placed?.cursorAt, nextAt: placed?.nextAt });
      const moved = piped("1.2.0", [tick({ timezone: "Europe/Berlin" })]);
      await apply(environment, [assign(moved, relaxed)], [moved]);
      const lost = await triggers().load(environment, "pipe", "tick");
      expect(lost?.nextAt).toBeNull();
      expect(lost?.cursorAt).toBe(lost?.since);
    });

    test("are enabled by what manifest and environment say together, at once for all", async () => {
      const environment = await open(tick(), heard("paid"));
      const isEnabled = async () =>
        (await triggers().list(environment, "pipe", page)).items.map((one) => one.isEnabled);
      await apply(environment, [], [], { triggers: { default: "disabled" } });
      expect(await isEnabled()).toEqual([false, false]);
      const word = { enabled: true, triggers: { tick: "enabled" } };
      await apply(environment, [], [], { triggers: { default: "disabled" }, pipelines: { pipe: word } });
      expect(await isEnabled()).toEqual([false, true]);
      await apply(environment, [], [], { pipelines: { pipe: { ...word, enabled: false } } });
      expect(await isEnabled()).toEqual([false, false]);
    });

    test("of others stay as they are when one pipeline changes", async () => {
      const environment = unique("env");
      const [one, two] = [piped("1.0.0", [tick()], "one"), piped("1.0.0", [tick()], "two")];
      await apply(environment, [assign(one), assign(two)], [one, two]);
      const before = await triggers().load(environment, "two", "tick");
      const changed = piped("1.1.0", [], "one");
      await apply(environment, [assign(changed, one)], [changed]);
      expect(await triggers().load(environment, "one", "tick")).toBeNull();
      expect(await triggers().load(environment, "two", "tick")).toEqual(before);
    });

    test("are due while nobody worked out their instant, and when their place lies ahead of the clock", async () => {
      const environment = await open(tick());
      const isDue = async () =>
        (await triggers().listDueSchedules(1_000)).some((one) => one.environment === environment);
      expect(await isDue()).toBe(true);
      expect(await triggers().nextDue()).toBe("");
      const place = (cursor: string, next: string) =>
        subject().sql(
          `UPDATE applied_triggers SET cursor_at = '${cursor}', next_at = '${next}' WHERE environment = '${environment}'`,
        );
      await place(past, "2999-01-01T00:00:00.000Z");
      expect(await isDue()).toBe(false);
      await subject().sql("UPDATE applied_triggers SET next_at = '2999-01-01T00:00:00.000Z'");
      await place("2998-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z");
      expect(await isDue()).toBe(true);
    });
  });

  describe("completions", () => {
    test("are written by the transaction that ends the run, for those who listen in its environment", async () => {
      const environment = unique("env");
      const listeners = [
        piped("1.0.0", [after("source")], "good"),
        piped("1.0.0", [after("source", { on: "failure" })], "bad"),
        piped("1.0.0", [after("source", { on: "completion", delay: "999999999d" })], "both"),
        piped("1.0.0", [after("source", { enabled: false })], "off"),
        piped("1.0.0", [after("other")], "other"),
      ];
      await apply(
        environment,
        listeners.map((one) => assign(one)),
        listeners,
      );
      const { runs } = subject().store;
      const queue = unique("queue");
      const { run } = await runs.create(newRun({ environment, slug: "source", queue }));
      await runs.create(newRun({ environment: unique("env"), slug: "source" }));
      const [claimed] = await runs.claim({ holder: "one", limit: 1, leaseMs: 60_000, queues: [queue] });
      const completed = { to: "completed", output: null } as const;
      expect(await runs.write([entryOf(run.id, 0, { state: completed })])).toEqual(["fenced"]);
      expect(await firingsOf(environment)).toEqual([]);
      await runs.write([entryOf(run.id, claimed?.fencingToken ?? 0, { state: completed })]);
      const firings = await firingsOf(environment);
      expect(firings.map(({ slug, key, depth }) => `${slug} ${key} ${depth}`).sort()).toEqual([
        `both run:${run.id} 1`,
        `good run:${run.id} 1`,
      ]);
    });
  });

  describe("events", () => {
    test("are heard by those who listen for their name, once", async () => {
      const environment = await open(heard("paid"));
      const event = { id: "evt", name: "paid", data: { total: 7 } };
      const [first] = await triggers().raise(environment, event, 60_000);
      expect(first).toMatchObject({ slug: "pipe", trigger: "heard", key: "event:evt", state: "pending" });
      expect(first?.payload).toMatchObject({ event: { id: "evt", name: "paid", data: { total: 7 } } });
      expect(await triggers().raise(environment, event, 60_000)).toEqual([first]);
      await expect(triggers().raise(environment, { ...event, data: 8 }, 0)).rejects.toMatchObject({
        code: "IDEMPOTENCY_MISMATCH",
      });
      expect(await triggers().raise(environment, { ...event, id: "other", name: "sent" }, 0)).toEqual([]);
    });
  });
}
