import { describe, expect, it } from "vitest";

import { cutBytes } from "./cut-text.ts";
import { fitParts, listing, paragraph, type Part } from "./fit-parts.ts";

const lines = Array.from({ length: 100 }, (_, index) => `- line ${index}`);

function list(head: string, items: readonly string[], mostRows = 50): Part {
  return listing({ head, thing: "line", items, line: (item) => item, mostRows });
}

describe("a page within bounds", () => {
  it("leaves out parts that have nothing to say", () => {
    expect(fitParts([paragraph("First."), list("### Empty", []), paragraph("Last.")])).toBe(
      "First.\n\nLast.",
    );
  });

  it("ends a part at a whole line and counts the others", () => {
    const page = fitParts([list("head\n", lines, 2)]);
    expect(page).toBe("head\n\n- line 0\n- line 1\n\n… and 98 more lines");
    expect(fitParts([list("head\n", lines, 99)])).toContain("\n\n… and 1 more line");
  });

  it("keeps within its bytes, and gives the room that is left to later parts", () => {
    const page = fitParts([list("a", lines), paragraph("Last.")], 300);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(300);
    expect(page).toMatch(/… and \d+ more lines/);
  });

  it("never ends with the heading of rows that have no room", () => {
    const rows = [
      { render: () => "one", counts: 1 },
      { render: () => "heading", counts: 0 },
      { render: () => "two", counts: 1 },
    ];
    const part = { ...list("a", []), rows, mostRows: 2 };
    expect(fitParts([part])).toBe("a\none\n\n… and 1 more line");
  });
});

describe("text cut by bytes", () => {
  it.each([
    ["abc", 3, "abc"],
    ["abcdef", 5, "ab…"],
    ["aüü", 4, "a…"],
    ["a😀😀", 8, "a😀…"],
    ["😀😀", 6, "…"],
  ])("%j to %i", (text, most, cut) => {
    expect(cutBytes(text, most)).toBe(cut);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
  });
});
