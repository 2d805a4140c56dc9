import { expect, test } from "vitest";

import { readAttempt, readOpen, readRunSearch, writeAttempt, writeOpen } from "./run-search.ts";

test("an attempt in an address is the one that was chosen", () => {
  for (const name of [
    { step: "fetch", item: -1, attempt: 1 },
    { step: "each-one", item: 4_999, attempt: 3 },
  ])
    expect(readAttempt(readRunSearch({ attempt: writeAttempt(name) }).attempt)).toEqual(name);
});

test.each(["", "fetch", "fetch.1", "fetch.x.1", "a.b.1.1", "fetch.1.99999999999", {}, 5])(
  "%j names no attempt, and the page still opens",
  (attempt) => {
    expect(readAttempt(readRunSearch({ attempt }).attempt)).toBeNull();
  },
);

test("opened steps are kept in the address, none leaves nothing there", () => {
  const steps = new Set(["each", "fetch"]);
  expect(readOpen(writeOpen(steps))).toEqual(steps);
  expect(readRunSearch({ open: writeOpen(new Set()), level: "loud" })).toEqual({});
});
