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

describe("redaction of a text that comes in pieces", () => {
  /** Cuts a text where the numbers say. */
  const cut = (text: string, places: readonly number[]): readonly string[] => {
    const sorted = [...places.map((place) => place % (text.length + 1)), 0, text.length].sort(
      (a, b) => a - b,
    );
    return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
  };

  test("shows the same as redaction of the whole, wherever it is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(secretTexts, fc.string()), { minLength: 1 }),
        fc.array(fc.nat()),
        fc.nat(),
        (parts, places, which) => {
          const redactor = createRedactor([parts[which % parts.length] ?? ""]);
          fc.pre((parts[which % parts.length]?.length ?? 0) > 20);
          const stream = redactor.stream();
          const shown = cut(parts.join(""), places).map((piece) => stream.push(piece));
          expect([...shown, stream.end()].join("")).toBe(redactor.text(parts.join("")));
        },
      ),
    );
  });

  test("holds nothing back but what may be the beginning of a secret", () => {
    const stream = createRedactor(["canary-secret"]).stream();
    expect(["hello ca", "n I", " have the canary-", "secret now"].map((piece) => stream.push(piece))).toEqual(
      ["hello ", "can I", " have the ", "[redacted] now"],
    );
    expect(stream.end()).toBe("");
  });

  test("waits for the longer of two secrets, and gives the beginning of one in the end", () => {
    const stream = createRedactor(["token", "token-long"]).stream();
    expect(stream.push("a token")).toBe("a ");
    expect(stream.push("-long and a token-lo")).toBe("[redacted] and a ");
    expect(stream.end()).toBe("[redacted]-lo");
  });

  test("changes nothing when there are no secrets", () => {
    const stream = createRedactor([]).stream();
    expect([stream.push("a"), stream.push("b"), stream.end()]).toEqual(["a", "b", ""]);
  });
});
