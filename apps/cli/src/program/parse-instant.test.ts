import { expect, test } from "vitest";

import { toComingInstantText, toInstantText } from "./parse-instant.ts";

const clock = { now: () => Date.parse("2026-02-03T14:03:00Z") };

test("an instant is taken as it is, a span is counted from now", () => {
  expect(toInstantText("2026-02-03T15:00:00+01:00", clock)).toBe("2026-02-03T15:00:00+01:00");
  expect(toInstantText("2d", clock)).toBe("2026-02-01T14:03:00.000Z");
  expect(toComingInstantText("7d", clock)).toBe("2026-02-10T14:03:00.000Z");
});

test.each(["yesterday", "2026-02-03", "2026-02-30T99:00:00Z", ""])(
  "%j is wrong use, with an example",
  (text) => {
    expect(() => toInstantText(text, clock)).toThrow("such as 2026-02-03T14:03:00Z");
    expect(() => toComingInstantText(text, clock)).toThrow("such as 2026-02-03T14:03:00Z");
  },
);
