import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { layOut, type Span } from "./waterfall-layout.ts";

const run = { status: "completed", startedMs: 10, endedMs: 1_000, nowMs: 5_000 };

const span = (step: string, more: Partial<Span> = {}): Span => ({
  step,
  item: -1,
  attempt: 1,
  status: "completed",
  startedMs: 10,
  endedMs: 20,
  waitsFor: null,
  ...more,
});

const namesOf = (spans: readonly Span[], ...open: readonly string[]) =>
  layOut(run, spans, new Set(open)).rows.map(({ kind, step, item, attempt }) =>
    kind === "run" ? "run" : `${kind} ${step} ${item} ${attempt}`,
  );

describe("the waterfall of a run", () => {
  test("begins with the run: how long it was queued, and how long it ran", () => {
    const [first] = layOut(run, [], new Set()).rows;
    expect(first).toMatchObject({
      bars: [
        { kind: "queue", from: 0, to: 10 },
        { kind: "span", from: 10, to: 1_000, status: "completed" },
      ],
      tookMs: 990,
    });
    const queued = { status: "queued", startedMs: null, endedMs: null, nowMs: 70 };
    expect(layOut(queued, [], new Set())).toMatchObject({
      totalMs: 70,
      rows: [{ bars: [{ kind: "queue", from: 0, to: 70 }], tookMs: null }],
    });
  });

  test("lists steps by when they began, then by when they ended; what never began last", () => {
    const spans = [
      span("slow", { endedMs: 500 }),
      span("quick", { endedMs: 11 }),
      span("late", { startedMs: 400, endedMs: 410 }),
      span("never", { status: "pending", startedMs: null, endedMs: null, attempt: 0 }),
      span("skipped", { status: "skipped", startedMs: null, endedMs: 12, attempt: 0 }),
    ];
    expect(namesOf(spans)).toEqual([
      "run",
      "step quick -1 1",
      "step slow -1 1",
      "step skipped -1 0",
      "step late -1 1",
      "step never -1 0",
    ]);
  });

  test("shows tries as parts of one bar, with the pauses between them, and one by one when opened", () => {
    const spans = [
      span("fetch", { attempt: 2, startedMs: 60, endedMs: 90 }),
      span("fetch", { attempt: 1, status: "failed", startedMs: 10, endedMs: 20 }),
    ];
    const [, row] = layOut(run, spans, new Set()).rows;
    expect(row).toMatchObject({ status: "completed", attempt: 2, parts: 2, tookMs: 80 });
    expect(row?.bars.map(({ kind, from, to, status }) => [kind, from, to, status])).toEqual([
      ["work", 10, 20, "failed"],
      ["pause", 20, 60, "pending"],
      ["work", 60, 90, "completed"],
    ]);
    expect(namesOf(spans, "fetch")).toEqual(["run", "step fetch -1 2", "try fetch -1 1", "try fetch -1 2"]);
  });

  test("folds items into one row that counts them, and lists them by index when opened", () => {
    const spans = [
      span("each", { item: 10, startedMs: 30, endedMs: 40, status: "failed" }),
      span("each", { item: 2, attempt: 1, status: "failed", startedMs: 20, endedMs: 25 }),
      span("each", { item: 2, attempt: 2, startedMs: 26, endedMs: 35 }),
      span("each", { startedMs: null, endedMs: 41 }),
    ];
    const [, row] = layOut(run, spans, new Set()).rows;
    expect(row).toMatchObject({
      parts: 2,
      counts: { completed: 1, failed: 1 },
      bars: [{ kind: "span", from: 20, to: 40 }],
    });
    expect(namesOf(spans, "each")).toEqual(["run", "step each -1 1", "item each 2 2", "item each 10 1"]);
  });

  test("what waits is drawn as waiting, and what is under way goes to now", () => {
    const going = { status: "waiting", startedMs: 10, endedMs: null, nowMs: 5_000 };
    const ask = span("ask", { status: "waiting", waitsFor: "person", endedMs: null });
    const { rows, totalMs } = layOut(going, [ask], new Set());
    expect(totalMs).toBe(5_000);
    expect(rows[0]?.bars.at(-1)).toMatchObject({ kind: "wait", from: 10, to: 5_000 });
    expect(rows[1]?.bars).toEqual([{ kind: "wait", from: 10, to: 5_000, status: "waiting", attempt: 1 }]);
  });

  test("keeps every bar within the run, in order and without losing an attempt, whatever the clocks said", () => {
    const instant = fc.option(fc.integer({ min: -5_000, max: 20_000 }));
    const anySpan = fc.record({
      step: fc.constantFrom("a", "b", "c"),
      item: fc.integer({ min: -1, max: 3 }),
      attempt: fc.integer({ min: 0, max: 3 }),
      status: fc.constantFrom("completed", "failed", "running", "skipped"),
      startedMs: instant,
      endedMs: instant,
      waitsFor: fc.constantFrom(null, "person"),
    });
    const anyRun = fc.record({
      status: fc.constantFrom("queued", "running", "completed"),
      startedMs: instant,
      endedMs: instant,
      nowMs: fc.nat(20_000),
    });
    const unique = fc.uniqueArray(anySpan, {
      selector: ({ step, item, attempt }) => `${step} ${item} ${attempt}`,
    });
    fc.assert(
      fc.property(anyRun, unique, (line, spans) => {
        const { rows, totalMs } = layOut(line, spans, new Set(["a", "b", "c"]));
        for (const { bars } of rows) {
          for (const { from, to } of bars) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeGreaterThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(totalMs);
          }
        }
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        expect(new Set(rows.flatMap(({ kind, step }) => (kind === "run" ? [] : [step])))).toEqual(
          new Set(spans.map(({ step }) => step)),
        );
        const items = new Set(spans.flatMap(({ step, item }) => (item < 0 ? [] : [`${step} ${item}`])));
        expect(rows.filter(({ kind }) => kind === "item")).toHaveLength(items.size);
      }),
    );
  });

  test("lays out 5000 attempts, each in a row of its own", () => {
    const spans = Array.from({ length: 5_000 }, (_, item) => span("each", { item }));
    layOut(run, spans, new Set(["each"]));
    const { rows } = layOut(run, spans, new Set(["each"]));
    expect(rows).toHaveLength(5_002);
  });
});
