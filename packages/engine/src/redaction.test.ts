import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRedactor } from "./redaction.ts";

/** Unlike anything around them: a secret that repeats itself could be found again in what is left of it. */
const secretTexts = fc
  .tuple(fc.uuid(), fc.constantFrom("", "+/=", 'q"\\', "é€", " &?"))
  .map((parts) => parts.join(""));

describe("redaction", () => {
  test("finds a secret wherever it stands in a text, plain, URL-encoded or as base64 of something around it", () => {
    fc.assert(
      fc.property(secretTexts, fc.string(), fc.string(), (secret, before, after) => {
        const { text } = createRedactor([secret]);
        expect(text(`${before}${secret}${after}`)).not.toContain(secret);
        const basic = Buffer.from(`${before}${secret}${after}`).toString("base64");
        const middle = Buffer.from(secret).toString("base64").slice(0, -4);
        if (middle.length > 4) expect(text(basic)).not.toContain(middle);
      }),
    );
  });

  test("hides the longer of two secrets that overlap", () => {
    expect(createRedactor(["token", "token-long"]).text("a token-long and a token")).toBe(
      "a [redacted] and a [redacted]",
    );
  });

  test("goes through lists, objects, keys and numbers", () => {
    const { json } = createRedactor(["12345678", "hidden"]);
    expect(json({ list: ["hidden", 1, null, true], hidden: 12_345_678 })).toEqual({
      list: ["[redacted]", 1, null, true],
      "[redacted]": "[redacted]",
    });
  });

  test("hides a short secret only where it is the whole text, not inside words", () => {
    const { text } = createRedactor(["ab"]);
    expect([text("ab"), text("about")]).toEqual(["[redacted]", "about"]);
  });

  test("hides the JSON-escaped form", () => {
    expect(createRedactor(['quo"te\n1']).text(JSON.stringify({ a: 'quo"te\n1' }))).toBe('{"a":"[redacted]"}');
  });
});
