import type { Environment, Json, JsonObject } from "@lockstep/model";

import { isSameJson } from "./is-same-json.ts";

/** One setting of an environment that is not what it was; `null` where it is not there. */
export interface ConfigurationDifference {
  /** As people write it: `apply.maxPrune`, `gates.approvals.required`. */
  readonly setting: string;
  readonly from: Json;
  readonly to: Json;
}

/** Setting by setting how one configuration differs from another, in the order of the manifest. */
export function compareConfigurations(
  from: Environment,
  to: Environment,
): readonly ConfigurationDifference[] {
  return compare([], from as object as JsonObject, to as object as JsonObject);
}

function compare(path: readonly string[], from: Json, to: Json): readonly ConfigurationDifference[] {
  if (isSameJson(from, to)) return [];
  if (!isObject(from) || !isObject(to)) return [{ setting: path.join("."), from, to }];
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => compare([...path, key], member(from, key), member(to, key)));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(value: JsonObject, key: string): Json {
  return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}
