import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

import { unlessEmpty } from "./canonical-step.ts";
import { stripAnnotations } from "./strip-annotations.ts";

const stepFields = [
  "id",
  "type",
  "dependsOn",
  "runOn",
  "when",
  "whenUnmet",
  "with",
  "effects",
  "onError",
] as const;

const forEachFields = ["items", "as", "onItemError"] as const;

/** Names of `uses` that only triggers or tuning refer to. */
export interface NamesOutsideContent {
  readonly variables: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

/** What of a canonical manifest changes behaviour. */
export function projectContent(canonical: JsonObject, outside: NamesOutsideContent): JsonObject {
  const { input, output, uses, steps } = canonical as Record<string, JsonObject | undefined>;
  return {
    ...unlessEmpty("input", projectSchema(pick(input ?? {}, ["schema"]), "schema")),
    ...unlessEmpty("output", projectSchema(output ?? {}, "schema")),
    ...unlessEmpty("uses", projectUses(uses ?? {}, outside)),
    steps: (steps as unknown as readonly JsonObject[]).map(projectStep),
  };
}

function projectStep(step: JsonObject): JsonObject {
  const { forEach, outputSchema } = step;
  return {
    ...pick(step, stepFields),
    ...(forEach === undefined ? {} : { forEach: pick(forEach as JsonObject, forEachFields) }),
    ...(outputSchema === undefined ? {} : { outputSchema: stripAnnotations(outputSchema as JsonSchema) }),
  };
}

/** A schema of which nothing but annotations was there is the same as none. */
function projectSchema(holder: JsonObject, name: string): JsonObject {
  const { [name]: schema, ...rest } = holder;
  if (schema === undefined) return rest;
  const stripped = stripAnnotations(schema as JsonSchema);
  const isEmpty = typeof stripped === "object" && Object.keys(stripped).length === 0;
  return isEmpty ? rest : { ...rest, [name]: stripped };
}

function projectUses(uses: JsonObject, outside: NamesOutsideContent): JsonObject {
  return {
    ...pick(uses, ["connections"]),
    ...unlessEmptyList("variables", namesWithout(uses["variables"], outside.variables)),
    ...unlessEmptyList("secrets", namesWithout(uses["secrets"], outside.secrets)),
  };
}

function namesWithout(names: Json | undefined, outside: ReadonlySet<string>): readonly string[] {
  return ((names ?? []) as readonly string[]).filter((name) => !outside.has(name));
}

function unlessEmptyList(name: string, list: readonly string[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  const picked: { [name: string]: Json } = {};
  for (const name of names) {
    const value = object[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
