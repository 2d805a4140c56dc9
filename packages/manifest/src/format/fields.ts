import { durationPattern, type Json, type JsonObject, type JsonSchema, slugPattern } from "@lockstep/model";
import { Type } from "typebox";

/** Makes an object schema that accepts no other fields. */
export const strict = { additionalProperties: false } as const;

/** Names of variables, secrets and connections. */
export const namePattern = "^[A-Za-z][A-Za-z0-9_-]{0,99}$";

export const slug = (description: string) =>
  Type.String({ pattern: slugPattern, minLength: 2, maxLength: 100, description });

export const name = (description: string) => Type.String({ pattern: namePattern, description });

export const duration = (description: string) => Type.String({ pattern: durationPattern, description });

export const text = (description: string, maxLength = 10_000) => Type.String({ maxLength, description });

export const json = (description: string) => Type.Unsafe<Json>({ description });

export const jsonObject = (description: string) => Type.Unsafe<JsonObject>({ type: "object", description });

export const jsonSchema = (description: string) =>
  Type.Unsafe<JsonSchema>({ type: ["object", "boolean"], description });

export const count = (description: string, minimum = 1, maximum = 1_000_000) =>
  Type.Integer({ minimum, maximum, description });

/** A list in which order has no meaning. */
export const nameSet = (description: string) =>
  Type.Array(Type.String({ pattern: namePattern }), { uniqueItems: true, maxItems: 500, description });

export const wordSet = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
    uniqueItems: true,
    maxItems: 100,
    description,
  });

/** Fields that every manifest begins with. */
export const manifestHead = <Kind extends string>(kind: Kind) => ({
  $schema: Type.Optional(text("Where editors find the JSON Schema of this file; ignored by checksums.")),
  apiVersion: Type.Literal("lockstep/v1", { description: "Version of the format." }),
  kind: Type.Literal(kind, { description: "What the file declares." }),
});
