import { Failure, type Json } from "@lockstep/model";
import { afterEach, describe, expect, inject, test } from "vitest";

import { cron, openTriggerBench, triggered, type TriggerBench } from "../testing/trigger-bench.fixture.ts";

const benches: TriggerBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const day = (date: string, time: string) => `${date}T${time}:00.000Z`;

describe.each(["SQLite", "PostgreSQL"])("triggers with three schedulers on %s", (database) => {
  async function open(start: string): Promise<TriggerBench> {
    const bench = await openTriggerBench(database === "SQLite" ? null : inject("postgresUrl"), start);
    benches.push(bench);
    return bench;
  }

  const inputs = async (bench: TriggerBench) =>
    (await bench.runs()).map(({ input }) => (input as { readonly at: string }).at);

  describe("schedules", () => {
    test.each([
      ["Europe/Berlin", "2026-03-28", ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]],
      ["Europe/Berlin", "2026-10-24", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]],
      ["America/New_York", "2026-03-07", ["2026-03-07T07:30", "2026-03-08T07:00", "2026-03-09T06:30"]],
      ["America/Havana", "2026-10-31", ["2026-10-31T06:30", "2026-11-01T07:30", "2026-11-02T07:30"]],
      ["Australia/Lord_Howe", "2026-10-02", ["2026-10-02T16:00", "2026-10-03T15:30", "2026-10-04T15:30"]],
      ["Australia/Lord_Howe", "2026-04-03", ["2026-04-03T15:30", "2026-04-04T16:00", "2026-04-05T16:00"]],
    ])("fire once a night in %s from %s on, whatever the clocks do", async (timezone, from, instants) => {
      const bench = await open(day(from, "00:00"));
      await bench.apply([
        triggered("nightly", [cron("30 2 * * *", { timezone, overlap: "allow", catchup: "3h" })]),
      ]);
      const until = new Date(Date.parse(day(from, "00:00")) + 3 * 86_400_000 - 1).toISOString();
      await bench.step(day(from, "00:30"), until, 150);
      expect(await inputs(bench)).toEqual(instants.map((instant) => `${instant}:00.000Z`));
    });

    test("tell each run its instant and the one before", async () => {
      const bench = await open(day("2026-03-29", "00:00"));
      await bench.apply([triggered("nightly", [cron("30 2 * * *", { timezone: "Europe/Berlin" })])]);
      await bench.moveTo(day("2026-03-29", "01:00"));
      const [run] = await bench.runs();
      expect(run).toMatchObject({
        trigger: { type: "cron", id: "tick" },
        actor: { kind: "trigger", id: "trigger:nightly/tick" },
        input: { at: day("2026-03-29", "01:00"), before: day("2026-03-28", "01:30") },
      });
    });

    const halfHours = ["10:30", "11:00", "11:30", "12:00"];
    test.each([
      { catchup: "0s", overlap: "allow", started: ["12:00"], skipped: [], missed: ["11:30"] },
      { catchup: "0s", overlap: "skip", started: ["12:00"], skipped: [], missed: ["11:30"] },
      { catchup: "0s", overlap: "queue", started: ["12:00"], skipped: [], missed: ["11:30"] },
      { catchup: "1h", overlap: "allow", started: halfHours.slice(1), skipped: [], missed: ["10:30"] },
      { catchup: "1h", overlap: "skip", started: ["11:00"], skipped: ["11:30", "12:00"], missed: ["10:30"] },
      { catchup: "1h", overlap: "queue", started: halfHours.slice(1), skipped: [], missed: ["10:30"] },
      { catchup: "1d", overlap: "allow", started: halfHours, skipped: [], missed: [] },
      { catchup: "1d", overlap: "skip", started: ["10:30"], skipped: halfHours.slice(1), missed: [] },
      { catchup: "1d", overlap: "queue", started: halfHours, skipped: [], missed: [] },
    ])(
      "after two hours without anybody, catchup $catchup and overlap $overlap make up what they say",
      async ({ catchup, overlap, started, skipped, missed }) => {
        const bench = await open(day("2026-05-05", "09:50"));
        await bench.apply([triggered("half-hourly", [cron("*/30 * * * *", { catchup, overlap })])]);
        await bench.moveTo(day("2026-05-05", "10:00"));
        await endAll(bench);
        await bench.moveTo("2026-05-05T12:00:00.000Z");
        for (let turn = 1; overlap === "queue" && turn < started.length; turn += 1) {
          expect(await inputs(bench)).toHaveLength(1 + turn);
          await endAll(bench);
          await bench.moveTo(new Date(Date.parse(day("2026-05-05", "12:00")) + turn * 2_000).toISOString());
        }
        const timesOf = async (state: "started" | "skipped" | "missed") =>
          (await bench.firings(state)).map(({ scheduledAt }) => scheduledAt.slice(11, 16));
        expect(await timesOf("started")).toEqual(["10:00", ...started]);
        expect(await timesOf("skipped")).toEqual(skipped);
        expect(await timesOf("missed")).toEqual(missed);
        expect(await inputs(bench)).toEqual(["10:00", ...started].map((time) => day("2026-05-05", time)));
      },
    );

    test("that are new fire nothing of the past", async () => {
      const bench = await open(day("2026-05-05", "09:59"));
      await bench.apply([triggered("hourly", [cron("0 * * * *", { catchup: "7d" })])]);
      await bench.moveTo(day("2026-05-05", "09:59"));
      expect(await bench.firings()).toEqual([]);
      await bench.moveTo(day("2026-05-05", "10:00"));
      expect(await inputs(bench)).toEqual([day("2026-05-05", "10:00")]);
    });

    test("stop and begin with the deploy that changes them, and keep their place through any other", async () => {
      const bench = await open(day("2026-05-05", "09:50"));
      const with1 = (schedule: string, version: string) =>
        triggered("job", [cron(schedule, { catchup: "1d", overlap: "allow" })], { version });
      await bench.apply([with1("0 * * * *", "1.0.0")]);
      await bench.setClock(day("2026-05-05", "10:30"));
      await bench.apply([with1("0 * * * *", "1.0.1")]);
      await bench.setClock(day("2026-05-05", "11:30"));
      // The schedule is another one now: what the old one still owed goes with it.
      await bench.moveTo(day("2026-05-05", "11:30"));
      expect(await inputs(bench)).toEqual([day("2026-05-05", "10:00"), day("2026-05-05", "11:00")]);
      await bench.setClock(day("2026-05-05", "12:10"));
      await bench.apply([with1("15 * * * *", "1.0.1")]);
      await bench.moveTo(day("2026-05-05", "13:00"));
      expect((await inputs(bench)).slice(2)).toEqual([day("2026-05-05", "12:15")]);
      await bench.setClock(day("2026-05-05", "13:10"));
      await bench.apply([]);
      await bench.moveTo(day("2026-05-05", "15:00"));
      expect(await inputs(bench)).toHaveLength(3);
    });

    test.each([
      ["the environment's default", { triggers: { default: "disabled" } } as const],
      ["its word about the trigger", { pipelines: { job: { triggers: { tick: "disabled" } } } } as const],
      ["its word about the pipeline", { pipelines: { job: { enabled: false } } }],
    ])("are silent while %s disables them, and make nothing up for it", async (_, word) => {
      const bench = await open(day("2026-05-05", "09:50"));
      const job = triggered("job", [cron("0 * * * *", { catchup: "7d" })]);
      await bench.apply([job], word);
      await bench.moveTo(day("2026-05-05", "10:30"));
      await bench.apply([job]);
      await bench.moveTo(day("2026-05-05", "10:59"));
      expect(await bench.firings()).toEqual([]);
      await bench.moveTo(day("2026-05-05", "11:00"));
      expect(await inputs(bench)).toEqual([day("2026-05-05", "11:00")]);
    });

    test("neither repeat nor fall silent when the clock is set back or leaps", async () => {
      const bench = await open(day("2026-05-05", "09:50"));
      await bench.apply([triggered("job", [cron("0 * * * *", { overlap: "allow" })])]);
      await bench.moveTo(day("2026-05-05", "10:00"));
      await bench.moveTo(day("2030-01-01", "00:00"));
      await bench.moveTo(day("2026-05-05", "09:30"));
      await bench.moveTo(day("2026-05-05", "10:00"));
      await bench.moveTo(day("2026-05-05", "11:00"));
      expect(await inputs(bench)).toEqual([
        day("2026-05-05", "10:00"),
        day("2030-01-01", "00:00"),
        day("2026-05-05", "11:00"),
      ]);
    });
  });

  describe("completions", () => {
    const after = (slug: string, upstream: string, more: { readonly [field: string]: Json } = {}) =>
      triggered(slug, [
        {
          id: "after",
          type: "pipeline",
          pipeline: upstream,
          input: { status: "{{ trigger.run.status }}", output: "{{ trigger.run.output }}" },
          ...more,
        },
      ]);
    const manual = (slug: string) => triggered(slug, [{ id: "go", type: "event", event: slug }]);
    const listeners = [
      after("on-success", "source"),
      after("on-failure", "source", { on: "failure" }),
      after("on-both", "source", { on: "completion" }),
    ];

    async function begin(bench: TriggerBench, slug: string, id: string): Promise<string> {
      const [firing] = await bench.store.triggers.raise("staging", { id, name: slug, data: null }, 0);
      await bench.moveTo(await bench.store.now());
      const started = await bench.store.triggers.listFiringsOfEvent("staging", firing?.key.slice(6) ?? "");
      return started[0]?.run ?? "";
    }

    test("start each listener once for each run that ends as it says", async () => {
      const bench = await open(day("2026-05-05", "10:00"));
      await bench.apply([manual("source"), ...listeners]);
      const good = await begin(bench, "source", "one");
      const bad = await begin(bench, "source", "two");
      await bench.end(good);
      await bench.end(bad, "failed");
      await bench.moveTo(day("2026-05-05", "10:01"));
      await bench.moveTo(day("2026-05-05", "10:02"));
      const runs = (await bench.runs()).filter(({ trigger }) => trigger.type === "pipeline");
      const told = runs.map(({ slug, input }) => `${slug} ${(input as { status: string }).status}`);
      expect(told.sort()).toEqual([
        "on-both completed",
        "on-both failed",
        "on-failure failed",
        "on-success completed",
      ]);
      expect(runs.find(({ slug }) => slug === "on-success")?.input).toMatchObject({ output: { id: good } });
    });

    test("wait for their delay", async () => {
      const bench = await open(day("2026-05-05", "10:00"));
      await bench.apply([manual("source"), after("later", "source", { delay: "90m" })]);
      await bench.end(await begin(bench, "source", "one"));
      await bench.moveTo(day("2026-05-05", "11:29"));
      expect((await bench.runs()).map(({ slug }) => slug)).toEqual(["source"]);
      await bench.moveTo(day("2026-05-05", "11:30"));
      expect((await bench.runs()).map(({ slug }) => slug)).toEqual(["source", "later"]);
    });

    test("that were written before a crash are fired by whoever looks next, once", async () => {
      const bench = await open(day("2026-05-05", "10:00"));
      await bench.apply([manual("source"), after("next", "source")]);
      await bench.end(await begin(bench, "source", "one"));
      const [held] = await bench.store.triggers.claimFirings(10, 30_000);
      expect(held?.slug).toBe("next");
      await bench.moveTo("2026-05-05T10:00:29.000Z");
      expect((await bench.runs()).map(({ slug }) => slug)).toEqual(["source"]);
      await bench.moveTo("2026-05-05T10:00:31.000Z");
      expect((await bench.runs()).map(({ slug }) => slug)).toEqual(["source", "next"]);
    });

    test("of a chain without end are stopped, and the firing says why", async () => {
      const bench = await open(day("2026-05-05", "10:00"));
      const circle = [
        triggered("ping", [
          { id: "go", type: "event", event: "ping" },
          { id: "after", type: "pipeline", pipeline: "pong" },
        ]),
        triggered("pong", [{ id: "after", type: "pipeline", pipeline: "ping" }]),
      ];
      await bench.apply(circle);
      let run = await begin(bench, "ping", "one");
      for (let turn = 0; turn < 40 && run !== ""; turn += 1) {
        await bench.end(run);
        await bench.moveTo(await bench.store.now());
        const states = await bench.runs();
        run = states.find(({ state }) => state === "queued")?.id ?? "";
      }
      expect(await bench.runs()).toHaveLength(17);
      expect((await bench.firings("failed")).map(({ reason }) => reason?.code)).toEqual(["TRIGGER_CHAIN"]);
    });
  });

  describe("a firing that cannot start", () => {
    test.each([
      ["a template that finds nothing", { input: { a: "{{ trigger.event.data }}" } }, {}, "EXPRESSION"],
      ["an input that does not fit", { input: { name: 7 } }, {}, "INVALID_INPUT"],
      ["a team without a queue", {}, { teams: {}, fallbackTeam: null }, "NO_QUEUE"],
    ])("because of %s is written down with its reason", async (_, trigger, more, code) => {
      const bench = await open(day("2026-05-05", "09:50"));
      const schema = { type: "object", properties: { name: { type: "string" } } };
      const job = triggered("job", [cron("0 * * * *", { input: {}, ...trigger })], {
        input: { schema, sample: { name: "Ada" } },
      });
      await bench.apply([job], more);
      await bench.moveTo(day("2026-05-05", "10:00"));
      expect(await bench.firings()).toMatchObject([{ state: "failed", run: null, reason: { code } }]);
    });

    test("for a fault that passes is tried again until it starts", async () => {
      const bench = await open(day("2026-05-05", "09:50"));
      await bench.apply([triggered("job", [cron("0 * * * *")])]);
      bench.requireRoom = () => Promise.reject(new Failure("disk-full", "no room"));
      await bench.moveTo(day("2026-05-05", "10:00"));
      await bench.moveTo("2026-05-05T10:00:05.000Z");
      expect(await bench.firings()).toMatchObject([
        { state: "pending", attempts: 2, reason: { code: "DISK_FULL" }, nextAt: "2026-05-05T10:00:15.000Z" },
      ]);
      bench.requireRoom = async () => {};
      await bench.moveTo("2026-05-05T10:00:15.000Z");
      expect(await bench.firings()).toMatchObject([{ state: "started", reason: null, payload: null }]);
      expect(await inputs(bench)).toEqual([day("2026-05-05", "10:00")]);
    });
  });
});

async function endAll(bench: TriggerBench): Promise<void> {
  for (const { id, state } of await bench.runs())
    if (state === "queued" || state === "running") await bench.end(id);
}
