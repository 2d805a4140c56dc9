import { expect, it } from "vitest";

import { widthOf } from "./render-text.ts";
import { table } from "./table.ts";
import { styled } from "./text.ts";

it("starts every column at the same place, whatever the styles and escapes", () => {
  const lines = table(
    ["NAME", "STATE"],
    [
      ["a", styled("green", "x")],
      ["bell\u0007", "y"],
      ["łódź-Ü", "z"],
    ],
  );
  const starts = lines.map((line) => (Array.isArray(line) ? widthOf(line.slice(0, 1)) : -1));
  expect(new Set(starts)).toEqual(new Set(["bell\\u{7}".length + 2]));
});
