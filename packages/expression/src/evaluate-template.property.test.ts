import type { Json, JsonObject } from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkTemplate } from "./check-expression.ts";
import { evaluateTemplate } from "./evaluate-template.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseTemplate } from "./parse-template.ts";

const prototypeNames = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty"];

/** JSON as a parser gives it: `__proto__` is a member like any other. */
const json: fc.Arbitrary<Json> = fc
  .letrec<{ value: Json; object: JsonObject }>((tie) => ({
    object: fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...prototypeNames), fc.string()), tie("value")), {
        maxLength: 4,
      })
      .map((members) => JSON.parse(writeObject(members)) as JsonObject),
    value: fc.oneof(
      { depthSize: "small" },
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.integer(),
      fc.string(),
      fc.array(tie("value"), { maxLength: 4 }),
      tie("object"),
    ),
  }))
  .value.filter((value) => JSON.stringify(value) !== undefined);

function writeObject(members: readonly (readonly [string, Json])[]): string {
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}

describe("any JSON", () => {
  test.each([
    "{{ input }}",
    "{{ {'a': [input]}.a[0] }}",
    "{{ [input].map(x, x)[0] }}",
    "{{ parseJson(toJson(input)) }}",
    "{{ true ? input : null }}",
  ])("comes out of %s as it went in", (template) => {
    fc.assert(
      fc.property(json, (input) => {
        const output = evaluateTemplate(template, { input });
        expect(JSON.stringify(output)).toBe(JSON.stringify(input));
      }),
    );
  });

  test("equals itself and its copy", () => {
    fc.assert(
      fc.property(json, (input) => {
        const copy = JSON.parse(JSON.stringify(input)) as Json;
        expect(evaluateTemplate("{{ input == copy }}", { input, copy })).toBe(true);
      }),
    );
  });
});

const token = fc.constantFrom(
  ..."input steps 1 2.5 'a' \"b\" null true + - * / % == != < >= && || ! ? : ( ) [ ] { } . .? [? , in x".split(
    " ",
  ),
  ...".map(x, .filter(x, .exists(y, has( size( cel.bind(x, .orValue( upper( toJson( join( min( // ''' r' \\ }} {{".split(
    " ",
  ),
  ...prototypeNames,
);

const expressionText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join(" ")),
  fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join("")),
);

describe("any text", () => {
  test("is evaluated or refused with an ExpressionError that points into it", () => {
    const scope = { input: { a: [1, "x", null] }, steps: {}, x: [[1]] };
    fc.assert(
      fc.property(expressionText, (text) => {
        const template = `{{ ${text} }}`;
        try {
          evaluateTemplate(template, scope);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.offset).toBeGreaterThanOrEqual(0);
          expect(error.offset).toBeLessThanOrEqual(template.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("is checked without a crash, with findings that point into it", () => {
    fc.assert(
      fc.property(expressionText, (text) => {
        const template = `{{ ${text} }}`;
        for (const { offset } of checkTemplate(template, new Set(["input", "steps"]))) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(template.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("is split without losing a character", () => {
    const piece = fc.oneof(
      fc.constantFrom("{{ a }}", "{{'}}'}}", "{{ {'a': {'b': 1}} }}", "{", "}", "}}"),
      fc.string().filter((text) => !text.includes("{")),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(" ");
        const rejoined = parseTemplate(text).parts.map((part) =>
          part.kind === "text" ? part.text : `{{${part.source}}}`,
        );
        expect(rejoined.join("")).toBe(text);
      }),
    );
  });
});
