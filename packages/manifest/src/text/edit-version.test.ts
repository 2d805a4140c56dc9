import { expect, test } from "vitest";

import { editVersion } from "./edit-version.ts";

test("only the version's own text changes, however the rest is written", () => {
  const text = '{\r\n\t"steps": [{"with": {"version":"1.0.0"}}],\n   "version"  :\t"1.0.0" , "é": "😀"}\n\n';
  expect(editVersion(text, "1.0.0", "1.1.0")).toBe(
    text.replace('"version"  :\t"1.0.0"', '"version"  :\t"1.1.0"'),
  );
});

test("an escaped spelling of the version counts as the version", () => {
  expect(editVersion('{"version": "1.0\\u002e0"}', "1.0.0", "2.0.0")).toBe('{"version": "2.0.0"}');
});

test.each(["[]", "{", '{"version": 1}', '{"version": "1.0.1"}', "{}", ""])(
  "%s is left alone: it does not have the version",
  (text) => {
    expect(editVersion(text, "1.0.0", "1.1.0")).toBeNull();
  },
);
