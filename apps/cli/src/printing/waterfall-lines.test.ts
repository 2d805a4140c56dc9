import pc from "picocolors";
import { describe, expect, it } from "vitest";

import type { AttemptView } from "../org/responses.ts";
import { renderText, widthOf } from "../terminal/render-text.ts";
import { cannedAttempt } from "../testing/canned-views.ts";
import { waterfallLines } from "./waterfall-lines.ts";

const clock = { now: () => Date.parse("2026-02-03T14:03:04.000Z") };
const at = (second: number) => `2026-02-03T14:03:0${second}.000Z`;

function lines(attempts: readonly AttemptView[], columns = 100): readonly string[] {
  return waterfallLines(attempts, { clock, columns }).map((line) =>
    renderText(line, pc.createColors(false)).trimEnd(),
  );
}

/** What stands on the line of time in each row. */
function bars(attempts: readonly AttemptView[]): readonly string[] {
  const [head = "", ...rows] = lines(attempts);
  return rows.map((row) => row.slice(head.indexOf("0")));
}

const failure = { type: "http", message: "503" } as const;
const failed = { status: "failed", error: failure } as const;

describe("the waterfall", () => {
  it("starts each step where it began and ends it where it ended", () => {
    const [first = "", second = ""] = bars([
      cannedAttempt({ step: "a", startedAt: at(0), endedAt: at(2) }),
      cannedAttempt({ step: "b", startedAt: at(2), endedAt: at(4) }),
    ]);
    expect(first).toBe("█".repeat(28));
    expect(second).toBe(" ".repeat(28) + "█".repeat(28));
  });

  it("lets what still runs end now, and shows even an instant", () => {
    const [running = "", instant = ""] = bars([
      cannedAttempt({ step: "a", status: "running", startedAt: at(0), endedAt: null }),
      cannedAttempt({ step: "b", startedAt: at(4), endedAt: at(4) }),
    ]);
    expect(running).toBe("█".repeat(56));
    expect(instant.trim()).toBe("█");
  });

  it("draws failed tries and the waiting between them on the step's own line", () => {
    const [bar = "", ...rest] = bars([
      cannedAttempt({ ...failed, startedAt: at(0), endedAt: at(1) }),
      cannedAttempt({ attempt: 2, startedAt: at(3), endedAt: at(4) }),
    ]);
    expect(bar).toBe("▒".repeat(14) + "·".repeat(28) + "█".repeat(14));
    expect(rest).toHaveLength(1);
  });

  it("counts tries, and explains its shapes once there is more than one", () => {
    const tries = lines([
      cannedAttempt({ ...failed, startedAt: at(0), endedAt: at(1) }),
      cannedAttempt({ attempt: 2, startedAt: at(3), endedAt: at(4) }),
    ]);
    expect(tries[1]).toMatch(/^rate\s+completed, 2 tries\s+4\.0 s/);
    expect(tries.at(-1)).toBe("█ ran  ▒ failed  · waited");
    expect(lines([cannedAttempt()]).join()).not.toContain("ran");
  });

  it("draws the waiting of a try that is still to come", () => {
    const waiting = { status: "waiting", startedAt: null, endedAt: null, retryAt: at(9) } as const;
    const [bar = ""] = bars([
      cannedAttempt({ ...failed, startedAt: at(0), endedAt: at(2) }),
      cannedAttempt({ attempt: 2, ...waiting }),
    ]);
    expect(bar).toBe("▒".repeat(28) + "·".repeat(28));
  });

  it("draws a step that waits for an instant or a person as waiting", () => {
    const parked = cannedAttempt({ status: "waiting", startedAt: at(0), endedAt: null });
    expect(bars([parked])[0]).toBe("·".repeat(56));
  });

  it("says how an error was handled", () => {
    const own = { attempt: 0, startedAt: null, endedAt: at(1), error: failure } as const;
    const [, completed = "", reason] = lines([cannedAttempt(failed), cannedAttempt(own)]);
    expect(completed).toContain("completed, by fallback");
    expect(reason).toBe("  http  503");
    expect(lines([cannedAttempt(failed), cannedAttempt({ ...own, status: "skipped" })])[1]).toContain(
      "skipped, on error",
    );
  });

  it("shows few items one by one", () => {
    const item = (index: number) =>
      cannedAttempt({ item: index, startedAt: at(index), endedAt: at(index + 1) });
    const [, step = "", ...items] = lines([item(0), item(1), cannedAttempt({ attempt: 0, endedAt: at(2) })]);
    expect(step).toMatch(/^rate\s+completed, 2 items/);
    expect(items.map((line) => line.slice(0, 9))).toEqual(["  rate[0]", "  rate[1]"]);
  });

  it("shows of ten thousand items the step, and only the first that failed", () => {
    const items = Array.from({ length: 10_000 }, (_, item) =>
      cannedAttempt({ item, ...(item % 1_000 === 7 ? failed : {}) }),
    );
    const shown = lines([...items, cannedAttempt({ attempt: 0 })]);
    expect(shown[1]).toContain("10000 items");
    expect(shown.filter((line) => /^ {2}rate\[\d*7\]/.test(line))).toHaveLength(5);
    expect(shown.length).toBeLessThan(15);
  });

  it("shows how long a forEach took whose items are not there", () => {
    const loop = cannedAttempt({ attempt: 0, startedAt: at(0), endedAt: at(3) });
    const [, step = "", ...rest] = lines([loop]);
    expect(step).toMatch(/^rate\s+completed, many items\s+3\.0 s\s+█+$/);
    expect(rest).toEqual([]);
    expect(lines([{ ...loop, status: "running", endedAt: null }])[1]).toMatch(/running, many items\s+4\.0 s/);
  });

  it("shows a step that never started without a bar, in its place in time", () => {
    const skipped = { step: "skipped", status: "skipped", attempt: 0, startedAt: null } as const;
    const shown = lines([
      cannedAttempt({ step: "late", startedAt: at(3), endedAt: at(4) }),
      cannedAttempt({ ...skipped, endedAt: at(2) }),
      cannedAttempt({ step: "early", startedAt: at(0), endedAt: at(1) }),
    ]);
    expect(shown.map((line) => line.split(" ")[0])).toEqual(["STEP", "early", "skipped", "late"]);
    expect(shown[2]).not.toContain("█");
  });

  it.each([60, 80, 100, 200])("is never wider than a terminal of %i columns, nor than 100", (columns) => {
    const long = "a_step_with_a_name_that_nobody_should_have_chosen_but_somebody_did";
    const shown = waterfallLines(
      [
        cannedAttempt({ step: long, status: "failed", error: { type: "http", message: "no ".repeat(99) } }),
        cannedAttempt({ step: long, attempt: 2 }),
      ],
      { clock, columns },
    );
    expect(Math.max(...shown.map(widthOf))).toBeLessThanOrEqual(Math.min(columns, 100));
  });

  it("is only a heading for a run without steps", () => {
    expect(lines([])).toEqual(["STEP  STATE  TOOK"]);
  });

  it("says what all tries of a step used of a model, and what that cost", () => {
    const usage = { inputTokens: 1_200, outputTokens: 85, cost: 0.1 + 0.2 };
    expect(lines([cannedAttempt({ usage })])[2]).toBe("  1200 tokens in, 85 out, cost 0.3");
    const free = { ...usage, cost: null };
    expect(lines([cannedAttempt({ usage: free })])[2]).toBe("  1200 tokens in, 85 out");
    const twice = [cannedAttempt({ ...failed, usage }), cannedAttempt({ attempt: 2, usage: free })];
    expect(lines(twice)[2]).toBe("  2400 tokens in, 170 out, cost 0.3");
  });
});
