import { Failure, type Json } from "@lockstep/model";
import { afterEach, describe, expect, inject, test } from "vitest";

import { cron, openTriggerBench, triggered, type TriggerBench } from "../testing/trigger-bench.fixture.ts";

const benches: TriggerBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const day = (date: string, time: string) => `${date}T${time}:00.000Z`;

describe.each(["SQLite", "PostgreSQL"])("firings with three schedulers on %s", (database) => {
  async function open(start: string): Promise<TriggerBench> {
    const bench = await openTriggerBench(database === "SQLite" ? null : inject("postgresUrl"), start);
    benches.push(bench);
    return bench;
  }

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
      expect((await bench.runs()).map(({ input }) => (input as { readonly at: string }).at)).toEqual([
        day("2026-05-05", "10:00"),
      ]);
    });
  });
});
