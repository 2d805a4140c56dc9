import type {
  Change,
  CompiledPipeline,
  CronTrigger,
  EventTrigger,
  FiringStart,
  PipelineTrigger,
  Trigger,
} from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  assign,
  configure,
  deployOf,
  environmentOf,
  newFiring,
  newRun,
  pipeline,
  prune,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { entryOf, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const base = { enabled: true, input: {} };
const tick = (more: Partial<CronTrigger> = {}): CronTrigger => ({
  ...base,
  id: "tick",
  type: "cron",
  schedule: "0 * * * *",
  timezone: "UTC",
  overlap: "skip",
  catchup: "0s",
  ...more,
});
const after = (upstream: string, more: Partial<PipelineTrigger> = {}): PipelineTrigger => ({
  ...base,
  id: "after",
  type: "pipeline",
  pipeline: upstream,
  on: "success",
  delay: "0s",
  ...more,
});
const heard = (event: string): EventTrigger => ({ ...base, id: "heard", type: "event", event, filter: null });

const piped = (version: string, triggers: readonly Trigger[], slug = "pipe") =>
  pipeline(slug, { version, triggers, title: JSON.stringify(triggers) });
const page = { limit: 100, cursor: null };
const reason = { code: "WHY", message: "Because." };

export function triggerContract(subject: SubjectOf): void {
  const triggers = () => subject().store.triggers;

  /** Applies changes; with a word about triggers, also a new configuration. */
  async function apply(
    environment: string,
    changes: readonly Change[],
    manifests: readonly CompiledPipeline[],
    word: object | null = null,
  ): Promise<void> {
    const { store } = subject();
    const { sequence } = await store.environments.loadApplied(environment);
    const all = word === null ? changes : [configure(environment), ...changes];
    const deploy = deployOf({ environment, sequence, changes: all });
    const fencingToken = await takeLease(store, environment);
    const application = applicationOf(deploy, manifests, { fencingToken });
    const policy = { ...environmentOf(environment), ...word };
    const configuration = { ...application.configuration, environment: policy };
    const outcome = await store.deploys.apply({ ...application, configuration, releases: [] });
    if (outcome.outcome !== "applied") throw new Error(`it was ${outcome.outcome}`);
  }

  async function open(...list: readonly Trigger[]): Promise<string> {
    const environment = unique("env");
    const made = piped("1.0.0", list);
    await apply(environment, [assign(made)], [made]);
    return environment;
  }

  const start = (environment: string, more: Partial<FiringStart> = {}) =>
    triggers().start({
      firing: newFiring(environment),
      run: newRun({ environment, slug: "pipe" }),
      overlap: "allow",
      once: null,
      ...more,
    });
  const firingsOf = async (environment: string) =>
    (await triggers().listFirings({ environment, slug: null, trigger: null, states: [] }, page)).items;
  const runsOf = async (environment: string) => {
    const filter = { environment, slug: null, states: [], version: null, deploy: null };
    return (await subject().store.runs.list(filter, page)).items;
  };
  /** Makes firings of a schedule pending, as a scheduler does. */
  async function makePending(environment: string, ...keys: readonly string[]): Promise<void> {
    const armed = await triggers().load(environment, "pipe", "tick");
    const due = keys.map((key) => newFiring(environment, { key }));
    const cursorAt = "2026-01-01T00:00:00.000Z";
    const place = { environment, slug: "pipe", trigger: "tick", since: armed?.since ?? "" };
    await triggers().advanceSchedules([{ ...place, cursorAt, nextAt: cursorAt, due, missed: null }]);
  }

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
