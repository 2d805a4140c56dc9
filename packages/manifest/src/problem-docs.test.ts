import { readFileSync } from "node:fs";

import { type ProblemCode, problemCodes } from "@lockstep/model";
import { describe, expect, test } from "vitest";

const page = readFileSync(new URL("../../../docs/spec/problems.md", import.meta.url), "utf8");

describe("the page of problem codes", () => {
  test.each(Object.keys(problemCodes) as ProblemCode[])("explains %s with its severity", (code) => {
    const row = page.split("\n").find((line) => new RegExp(`^\\| *\`${code}\``).test(line));
    expect(row?.split("|")[2]?.trim()).toBe(problemCodes[code][0]);
    expect(row?.split("|")[4]?.trim()).toMatch(/\.$/);
  });

  test("explains no code that does not exist", () => {
    const listed = [...page.matchAll(/^\| *`([A-Z_]+)`/gm)].map(([, code]) => code);
    expect(new Set(listed)).toEqual(new Set(Object.keys(problemCodes)));
  });
});
