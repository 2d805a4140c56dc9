import { describe, expect, test } from "vitest";

import { didYouMean } from "./did-you-mean.ts";

const fields = ["dependsOn", "timeout", "retry", "when", "id"];

describe("the nearest word", () => {
  test.each([
    ["dependson", "dependsOn"],
    ["dependOn", "dependsOn"],
    ["tiemout", "timeout"],
    ["retyr", "retry"],
    ["wen", "when"],
    ["di", "id"],
    ["colour", null],
    ["", null],
    ["timeout".repeat(100_000), null],
  ])("to %s is %s", (word, nearest) => {
    expect(didYouMean(word, fields)).toBe(nearest);
  });

  test("is the nearest of several near ones", () => {
    expect(didYouMean("stepz", ["stops", "steps", "step"])).toBe("steps");
  });
});
