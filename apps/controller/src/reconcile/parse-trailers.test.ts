import { expect, test } from "vitest";

import { parseTrailers } from "./parse-trailers.ts";

test("trailers of the last paragraph, with the people they name", () => {
  const message = [
    "Greet warmly",
    "",
    "Reason: none of this is a trailer, it is not the last paragraph.",
    "",
    "Reviewed-by: Ada Lovelace <ada@example.com>",
    "Refs: #12",
    "Note: goes on",
    "  here",
    "",
  ].join("\n");
  expect(parseTrailers(message)).toEqual([
    {
      token: "Reviewed-by",
      value: "Ada Lovelace <ada@example.com>",
      person: { name: "Ada Lovelace", email: "ada@example.com" },
    },
    { token: "Refs", value: "#12", person: null },
    { token: "Note", value: "goes on here", person: null },
  ]);
});

test.each([
  ["a subject that looks like one", "Fix: the greeting"],
  ["prose", "Greet\n\nSigned-off-by: A <a@b.c>\nand some words"],
  ["nothing", ""],
])("%s is no trailer", (_what, message) => {
  expect(parseTrailers(message)).toEqual([]);
});

test("a message of a million lines is read in no time, and as far as it is of use", () => {
  const message = `Subject\n\n${"Refs: #1\n".repeat(1_000_000)}`;
  expect(parseTrailers(message)).toHaveLength(50);
});

test("an address of nothing but @ takes no longer than its length", () => {
  const message = `Subject\n\nSigned-off-by: <${"@".repeat(300_000)}`;
  const began = performance.now();
  expect(parseTrailers(message)).toMatchObject([{ token: "Signed-off-by", person: null }]);
  // The square of its length would take half a minute.
  expect(performance.now() - began).toBeLessThan(2_000);
});
