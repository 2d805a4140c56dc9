import type { Json, JsonObject } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";

/** Looks into answers of providers, which may hold anything. */
export function objectIn(value: Json | undefined): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

export function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textIn(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function countIn(value: Json | undefined): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}

/** JSON that a provider sent. StepFailure: `provider`, which does not repeat what it is. */
export function parseAnswer(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const message = `The provider sent ${text.length} characters that are not JSON.`;
    throw new StepFailure("provider", message, { cause });
  }
}

/** What is there of an object; `undefined` leaves a field out. */
export function definedIn(fields: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
