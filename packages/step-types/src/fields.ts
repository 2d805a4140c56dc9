import { durationPattern } from "@lockstep/model";
import { Type } from "typebox";

/** Makes an object schema that accepts no other fields. */
export const strict = { additionalProperties: false } as const;

export const duration = (description: string) =>
  Type.String({ pattern: durationPattern, description: `${description} Such as \`10s\` or \`24h\`.` });

export const anyValue = (description: string) => Type.Unknown({ description });

export const text = (description: string) => Type.String({ minLength: 1, description });

/** A JSON Schema inside `with`. */
export const jsonSchema = (description: string) =>
  Type.Unsafe<object | boolean>({ type: ["object", "boolean"], description });

/** What a model's tokens cost. */
export const price = Type.Object(
  {
    inputPerMillion: Type.Number({ minimum: 0, description: "Cost of a million input tokens." }),
    outputPerMillion: Type.Optional(
      Type.Number({ minimum: 0, description: "Cost of a million output tokens. Default 0." }),
    ),
  },
  { ...strict, description: "Prices for the cost of the run, in the currency of the quota `costPerDay`." },
);

export const stringMap = (description: string) =>
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), { description });
