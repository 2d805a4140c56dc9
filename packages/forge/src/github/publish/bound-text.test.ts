import fc from "fast-check";
import { expect, test } from "vitest";

import { boundLine, boundMarkdown } from "./bound-text.ts";

test("text of every kind stays in its bounds and stays text", () => {
  const hostile = fc.array(fc.constantFrom("a", " ", "\n", "```\n", "😀", "é"), { maxLength: 400 });
  fc.assert(
    fc.property(hostile, fc.integer({ min: 60, max: 300 }), (pieces, most) => {
      const text = pieces.join("");
      for (const bounded of [boundMarkdown(text, most), boundLine(text, most)]) {
        expect(bounded.length).toBeLessThanOrEqual(most);
        expect(bounded).not.toMatch(/\p{Cs}/u);
      }
      if (text.length <= most) expect(boundMarkdown(text, most)).toBe(text);
    }),
  );
});
