import type { Json, JsonObject } from "@lockstep/model";

/** A field that is a text with something in it. */
export function textIn(body: JsonObject, key: string): string | null {
  const value = body[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A field that is a number. */
export function numberIn(body: JsonObject, key: string): number | null {
  const value = body[key];
  return typeof value === "number" ? value : null;
}

/** A field that is an object. */
export function objectIn(body: JsonObject, key: string): JsonObject | null {
  const value: Json | undefined = body[key];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}
