import type { Json, JsonObject } from "@lockstep/model";
import fc from "fast-check";

/** A schema of what forms can ask for, and a value that fits it. */
export interface Sample {
  readonly schema: JsonObject;
  readonly value: Json;
}

const name = fc.oneof(
  fc.constantFrom("id", "a/b", "m~n", "toString", "constructor", "<b>", "ü", ""),
  fc.string({ minLength: 1, maxLength: 6 }),
);

const text: fc.Arbitrary<Sample> = fc
  .tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), fc.nat(3), fc.boolean())
  .map(([value, slack, isBounded]) => {
    const { length } = Array.from(value);
    const bounds = isBounded ? { minLength: Math.max(0, length - slack), maxLength: length + slack } : {};
    return { schema: { type: "string", ...bounds }, value };
  });

const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date): Sample => ({
    schema: { type: "string", format: "date" },
    value: date.toISOString().slice(0, 10),
  }));

const instant = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2999-12-31"), noInvalidDate: true })
  .map((date): Sample => ({ schema: { type: "string", format: "date-time" }, value: date.toISOString() }));

const number = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
  .map(([value, isBounded]): Sample => {
    const plain = Object.is(value, -0) ? 0 : value;
    return {
      schema: { type: "number", ...(isBounded ? { minimum: plain, maximum: plain } : {}) },
      value: plain,
    };
  });

const integer = fc.tuple(fc.integer(), fc.nat(5)).map(([value, slack]): Sample => ({
  schema: { type: "integer", minimum: value - slack, exclusiveMaximum: value + slack + 1 },
  value,
}));

const boolean = fc.boolean().map((value): Sample => ({ schema: { type: "boolean" }, value }));

const choice = fc
  .uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), {
    minLength: 1,
    maxLength: 4,
    selector: (item) => JSON.stringify(item),
  })
  .chain((choices) =>
    fc.constantFrom(...choices).map((value): Sample => ({ schema: { enum: choices }, value })),
  );

/** What no field can show. */
const open = fc.jsonValue({ maxDepth: 2 }).map((value): Sample => ({
  schema: { oneOf: [{}, false] },
  value: JSON.parse(JSON.stringify(value)) as Json,
}));

interface Property {
  readonly name: string;
  readonly sample: Sample;
  readonly presence: "required" | "given" | "left out" | "preset";
}

export const sample: fc.Arbitrary<Sample> = fc.letrec<{ any: Sample; list: Sample; object: Sample }>(
  (tie) => ({
    any: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(text, day, instant, number, integer, boolean, choice, open),
      tie("list"),
      tie("object"),
    ),
    list: tie("any").chain((first) =>
      fc.integer({ min: 0, max: 3 }).map((count) => ({
        schema: { type: "array", items: first.schema, minItems: Math.max(0, count - 1), maxItems: count + 1 },
        value: Array.from({ length: count }, () => first.value),
      })),
    ),
    object: fc
      .uniqueArray(
        fc.record({
          name,
          sample: tie("any"),
          presence: fc.constantFrom("required", "given", "left out", "preset"),
        }) as fc.Arbitrary<Property>,
        { minLength: 1, maxLength: 4, selector: (property) => property.name },
      )
      .map(objectOf),
  }),
).object;

/** The platform refuses defaults for names that every object has. */
function mayHaveDefault({ name, presence }: Property): boolean {
  return presence !== "preset" || !(name in {});
}

function objectOf(generated: readonly Property[]): Sample {
  const properties = generated.map((property): Property =>
    mayHaveDefault(property) ? property : { ...property, presence: "given" },
  );
  const given = properties.filter(({ presence }) => presence !== "left out" && presence !== "preset");
  return {
    schema: {
      type: "object",
      additionalProperties: false,
      required: properties.filter(({ presence }) => presence === "required").map(({ name }) => name),
      properties: Object.fromEntries(
        properties.map(({ name, sample: { schema, value }, presence }) => [
          name,
          presence === "preset" ? { ...schema, default: value } : schema,
        ]),
      ),
    },
    value: Object.fromEntries(given.map(({ name, sample: { value } }) => [name, value])),
  };
}
