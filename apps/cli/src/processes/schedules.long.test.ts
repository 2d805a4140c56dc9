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
      { zone: "Europe/Berlin", at: "30 2", from: "2026-03-28", fires: ["28T01:30", "29T01:00", "30T00:30"] },
      { zone: "Europe/Berlin", at: "30 2", from: "2026-10-24", fires: ["24T00:30", "25T00:30", "26T01:30"] },
      {
        zone: "America/New_York",
        at: "30 2",
        from: "2026-03-07",
        fires: ["07T07:30", "08T07:00", "09T06:30"],
      },
      {
        zone: "America/New_York",
        at: "30 1",
        from: "2026-11-01",
        fires: ["01T05:30", "02T06:30", "03T06:30"],
      },
      {
        zone: "Australia/Lord_Howe",
        at: "15 2",
        from: "2026-10-03",
        fires: ["03T15:30", "04T15:15", "05T15:15"],
      },
      {
        zone: "Australia/Lord_Howe",
        at: "45 1",
        from: "2026-04-03",
        fires: ["03T14:45", "04T14:45", "05T15:15"],
      },
    ])(
      "$at fires once a night in $zone from $from on, whatever the clocks do",
      async ({ zone, at, from, fires }) => {
        const bench = await open(day(from, "00:00"));
        const nightly = cron(`${at} * * *`, { timezone: zone, overlap: "allow", catchup: "3h" });
        await bench.apply([triggered("nightly", [nightly])]);
        const until = new Date(Date.parse(day(from, "00:00")) + 3 * 86_400_000 - 1).toISOString();
        await bench.step(day(from, "00:30"), until, 150);
        expect(await inputs(bench)).toEqual(fires.map((instant) => `${from.slice(0, 8)}${instant}:00.000Z`));
      },
    );

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
        const turns = overlap === "queue" ? started.length : 1;
        for (let turn = 1; turn < turns; turn += 1) {
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
});

async function endAll(bench: TriggerBench): Promise<void> {
  for (const { id, state } of await bench.runs())
    if (state === "queued" || state === "running") await bench.end(id);
}
