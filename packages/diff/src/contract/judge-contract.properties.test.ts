import type { JsonSchema } from "@lockstep/model";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { judgeContract } from "./judge-contract.ts";

type Schema = { readonly [keyword: string]: unknown } | boolean;

/** Fills defaults in before it judges, as inputs of runs are. */
const ajv = new Ajv2020({
  useDefaults: true,
  ownProperties: true,
  strict: false,
  validateFormats: true,
  formats: { digits: /^\d*$/ },
  logger: false,
});

/** What a schema says of a value: `null` where a reference goes round in place, which manifests are refused for. */
function accepts(schema: Schema): ((value: unknown) => boolean | null) | null {
  try {
    const validate = ajv.compile(schema);
    return (value) => {
      try {
        return validate(structuredClone(value));
      } catch (thrown) {
        if (thrown instanceof RangeError) return null;
        throw thrown;
      }
    };
  } catch {
    return null;
  } finally {
    ajv.removeSchema();
  }
}

/** As it is read from a file: dictionaries of fast-check may lack a prototype, and ajv then calls equal objects different. */
function asRead<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

const names = fc.constantFrom("a", "b", "c");
const scalars = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 2.5, 3, "", "a", "bb", "12");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
}));

const limit = fc.nat(3);
const type = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");
const { schema } = fc.letrec<{ schema: Schema }>((tie) => {
  const map = fc.dictionary(names, tie("schema"), { maxKeys: 2 });
  const list = fc.array(tie("schema"), { minLength: 1, maxLength: 2 });
  const someNames = fc.uniqueArray(names, { maxLength: 2 });
  const keywords: { readonly [keyword: string]: fc.Arbitrary<unknown> } = {
    type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 4 })),
    enum: fc.uniqueArray(value, {
      minLength: 1,
      maxLength: 3,
      comparator: "SameValueZero",
      selector: (one) => JSON.stringify(one),
    }),
    const: value,
    minimum: limit,
    maximum: limit,
    exclusiveMinimum: limit,
    exclusiveMaximum: limit,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: limit,
    maxLength: limit,
    pattern: fc.constantFrom("^a", "b", "^[0-9]*$"),
    format: fc.constant("digits"),
    items: tie("schema"),
    prefixItems: list,
    minItems: limit,
    maxItems: limit,
    uniqueItems: fc.boolean(),
    contains: tie("schema"),
    minContains: limit,
    maxContains: limit,
    unevaluatedItems: tie("schema"),
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom("a", "^[bc]"), tie("schema"), { maxKeys: 1 }),
    additionalProperties: tie("schema"),
    unevaluatedProperties: tie("schema"),
    propertyNames: fc.constantFrom<Schema>({ enum: ["a", "b"] }, { maxLength: 0 }, true),
    required: someNames,
    minProperties: limit,
    maxProperties: limit,
    dependentRequired: fc.dictionary(names, someNames, { maxKeys: 1 }),
    dependentSchemas: fc.dictionary(names, tie("schema"), { maxKeys: 1 }),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: tie("schema"),
    if: tie("schema"),
    // oxlint-disable-next-line unicorn/no-thenable -- It is a keyword of JSON Schema.
    then: tie("schema"),
    else: tie("schema"),
    $ref: fc.constantFrom("#/$defs/d", "#/properties/a"),
    default: value,
    title: fc.constant("A title"),
  };
  const entry = fc
    .constantFrom(...Object.keys(keywords))
    .chain((keyword) => (keywords[keyword] ?? fc.constant(true)).map((one) => [keyword, one] as const));
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.boolean(),
      fc.uniqueArray(entry, { maxLength: 4, selector: ([keyword]) => keyword }).map(Object.fromEntries),
    ),
  };
});

/** A schema of its own definitions, or a change of another: what is alike is what the rules may call compatible. */
const documents = fc
  .record({ main: schema, d: schema })
  .map(({ main, d }): Schema => (typeof main === "boolean" ? main : { ...main, $defs: { d } }));

/** Keeps, drops or replaces each member on the way down. */
function mutate(from: unknown, choose: () => number, donor: unknown): unknown {
  if (choose() === 0) return donor;
  if (Array.isArray(from)) return from.map((item) => mutate(item, choose, donor));
  if (typeof from !== "object" || from === null)
    return typeof from === "number" && choose() === 1 ? from + 1 : from;
  const kept = Object.entries(from).filter(() => choose() !== 2);
  const added =
    choose() < 4 && typeof donor === "object" && donor !== null && !Array.isArray(donor)
      ? Object.entries(donor).slice(0, 1)
      : [];
  return Object.fromEntries([...kept.map(([key, one]) => [key, mutate(one, choose, donor)]), ...added]);
}

const pairs = fc
  .record({ from: documents, donor: schema, choices: fc.array(fc.nat(24), { minLength: 60, maxLength: 60 }) })
  .map(({ from, donor, choices }) => {
    let next = 0;
    const choose = () => choices[(next += 1) % choices.length] ?? 24;
    return { from, to: mutate(from, choose, donor) as Schema };
  });

/** Goes round only for values that have the property. */
const roundAndRound: Schema = { properties: { a: { $ref: "#/properties/a", minLength: 0 } } };

test("no input that was accepted and is not any more is ever called compatible", () => {
  let compatible = 0;
  fc.assert(
    fc.property(pairs, fc.array(value, { minLength: 30, maxLength: 30 }), ({ from, to }, values) => {
      if (judgeContract("input", from as JsonSchema, to as JsonSchema).length > 0) return;
      const [before, after] = [accepts(asRead(from)), accepts(asRead(to))];
      if (before === null || after === null) return;
      compatible += 1;
      for (const one of values.map(asRead)) {
        const isRejectedNow = before(one) === true && after(one) === false;
        expect([one, isRejectedNow]).toEqual([one, false]);
      }
    }),
    {
      numRuns: Number(process.env["CONTRACT_RUNS"] ?? 1_500),
      examples: [[{ from: roundAndRound, to: roundAndRound }, [{ a: null }]]],
    },
  );
  expect(compatible).toBeGreaterThan(100);
});
