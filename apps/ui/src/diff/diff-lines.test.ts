import { describe, expect, test } from "vitest";

import { countChanges, cutIntoChunks, rowsPerChunk } from "./diff-chunks.ts";
import { compareLines, type ComparedLines } from "./diff-lines.ts";

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
const numbered = (count: number, prefix = "line") =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

/** What runs say must give both texts again. */
function rebuild({ runs, oldLines, newLines }: ComparedLines) {
  return {
    before: runs.flatMap(({ oldFrom, oldTo }) => oldLines.slice(oldFrom, oldTo)),
    after: runs.flatMap(({ newFrom, newTo }) => newLines.slice(newFrom, newTo)),
  };
}

describe("comparing lines", () => {
  test.each([
    [[], ["a"]],
    [["a"], []],
    [
      ["a", "b", "c"],
      ["a", "x", "c", "d"],
    ],
    [["x", "x", "x"], ["x"]],
    [
      ["a", "", "b"],
      ["", "a", "b", ""],
    ],
  ])("loses no line of %j and %j", (one, other) => {
    const found = compareLines(text(one), text(other));
    expect(rebuild(found)).toEqual({
      before: one.length === 0 ? [""] : one,
      after: other.length === 0 ? [""] : other,
    });
    for (const { kind, oldFrom, oldTo, newFrom, newTo } of found.runs)
      if (kind === "same")
        expect(found.oldLines.slice(oldFrom, oldTo)).toEqual(found.newLines.slice(newFrom, newTo));
  });

  test("a text that is not there has no lines", () => {
    expect(compareLines(null, "a\nb\n").runs).toEqual([
      { kind: "changed", oldFrom: 0, oldTo: 0, newFrom: 0, newTo: 2 },
    ]);
    expect(countChanges(compareLines("a\n", "a\n"))).toBe(0);
  });

  test("a thousand changes in 10 000 lines are all found", () => {
    const before = numbered(10_000);
    const after = before.map((line, index) => (index % 10 === 0 ? `${line}!` : line));
    const found = compareLines(text(before), text(after), 60_000);
    expect([found.isCoarse, countChanges(found)]).toEqual([false, 1_000]);
    expect(rebuild(found)).toEqual({ before, after });
  });

  test("what moved is one change where it left and one where it arrived", () => {
    const before = numbered(100);
    const after = [...before.slice(10, 60), ...before.slice(0, 10), ...before.slice(60)];
    const found = compareLines(text(before), text(after));
    expect(countChanges(found)).toBe(2);
    expect(rebuild(found)).toEqual({ before, after });
  });

  test("two texts of 20 000 lines that share nothing are given up in time, and said to be replaced", () => {
    const started = performance.now();
    const found = compareLines(text(numbered(20_000, "old")), text(numbered(20_000, "new")));
    expect(performance.now() - started).toBeLessThan(2_000);
    expect([found.isCoarse, countChanges(found)]).toEqual([true, 1]);
    expect(rebuild(found).after).toHaveLength(20_000);
  });
});

describe("cutting into chunks", () => {
  const before = numbered(1_000);
  const after = before.with(500, "other").with(900, "another");

  test("hides what is far from every change, and shows it when it is opened", () => {
    const lines = compareLines(text(before), text(after));
    const parts = cutIntoChunks(lines, new Set());
    expect(parts.map((part) => (part.kind === "gap" ? `${part.count} hidden` : `${part.rows} rows`))).toEqual(
      ["497 hidden", "7 rows", "393 hidden", "7 rows", "96 hidden"],
    );
    const opened = cutIntoChunks(lines, new Set([501]));
    expect(opened.filter(({ kind }) => kind === "gap")).toHaveLength(2);
  });

  test("every line is in one chunk or gap, and no chunk is larger than a frame bears", () => {
    const lines = compareLines(text(numbered(5_000, "old")), text(numbered(3_000, "new")));
    const parts = cutIntoChunks(lines, new Set());
    const rows = parts.map((part) => (part.kind === "gap" ? 0 : part.rows));
    expect(Math.max(...rows)).toBeLessThanOrEqual(2 * rowsPerChunk);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(5_000);
    expect(parts.flatMap((part) => (part.kind === "gap" ? [] : part.changes))).toEqual([0]);
  });
});
