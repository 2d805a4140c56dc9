import type { Json, JsonObject } from "@lockstep/model";
import { InvalidArgumentError } from "commander";

/** Option parser for `NAME=VALUE`, collected; a value that is JSON is taken as such, everything else as text. */
export function parseVariable(text: string, before: JsonObject): JsonObject {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new InvalidArgumentError("It must look like NAME=VALUE.");
  return { ...before, [name]: valueOf(text.slice(equals + 1)) };
}

function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
