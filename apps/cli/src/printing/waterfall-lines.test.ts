import pc from "picocolors";
import { describe, expect, it } from "vitest";

import { renderText } from "../terminal/render-text.ts";
import { cannedAttempt } from "../testing/canned-views.ts";
import { waterfallLines } from "./waterfall-lines.ts";

const clock = { now: () => Date.parse("2026-02-03T14:03:04.000Z") };
const at = (second: number) => `2026-02-03T14:03:0${second}.000Z`;

/** What stands under WHEN in each row. */
function bars(attempts: Parameters<typeof waterfallLines>[0]): readonly string[] {
  const [head = "", ...rows] = waterfallLines(attempts, clock).map((line) =>
    renderText(line, pc.createColors(false)),
  );
  return rows.map((row) => row.slice(head.indexOf("WHEN")));
}

describe("the waterfall", () => {
  it("starts each step where it began and ends it where it ended", () => {
    const [first = "", second = ""] = bars([
      cannedAttempt({ startedAt: at(0), endedAt: at(2) }),
      cannedAttempt({ startedAt: at(2), endedAt: at(4) }),
    ]);
    expect(first).toBe("█".repeat(15));
    expect(second).toBe(" ".repeat(15) + "█".repeat(15));
  });

  it("lets what still runs end now, and shows even an instant", () => {
    const [running = "", instant = ""] = bars([
      cannedAttempt({ status: "running", startedAt: at(0), endedAt: null }),
      cannedAttempt({ startedAt: at(4), endedAt: at(4) }),
    ]);
    expect(running).toBe("█".repeat(30));
    expect(instant.trim()).toBe("█");
  });

  it("names items and tries, and says why one failed", () => {
    const error = { type: "http", message: "503" } as const;
    const failed = cannedAttempt({ item: 3, attempt: 2, status: "failed", error });
    const [, line = "", reason = ""] = waterfallLines([failed], clock).map((text) =>
      renderText(text, pc.createColors(false)),
    );
    expect(line).toMatch(/^rate\[3\] \(try 2\)\s+failed/);
    expect(reason).toBe("  http 503");
  });

  it("says what a try used of a model, and what that cost", () => {
    const usage = { inputTokens: 1_200, outputTokens: 85, cost: 0.1 + 0.2 };
    const lines = [cannedAttempt({ usage }), cannedAttempt({ usage: { ...usage, cost: null } })];
    const shown = waterfallLines(lines, clock).map((text) => renderText(text, pc.createColors(false)));
    expect(shown[2]).toBe("  1200 tokens in, 85 out, cost 0.3");
    expect(shown[4]).toBe("  1200 tokens in, 85 out");
  });

  it("shows a step that never started without a bar", () => {
    const skipped = cannedAttempt({ status: "skipped", attempt: 0, startedAt: null, endedAt: null });
    expect(bars([skipped])[0]).not.toContain("█");
  });
});
