import type { Json, JsonObject } from "@lockstep/model";

import type { Finding, Path } from "../text/finding.ts";
import type { WrittenPipeline } from "./pipeline-format.ts";
import { pipelineShapeFindings } from "./pipeline-shape.ts";

type Fields = { [name: string]: Json };

/** What stands in for a part that cannot be used, so that positions in lists stay what they are. */
const substitutes: { readonly [section: string]: (part: Json, index: number) => JsonObject } = {
  steps: (part, index) => ({ id: idOf(part) ?? `unusable_${index}`, type: "echo", with: { value: null } }),
  triggers: (_part, index) => ({ id: `unusable-${index}`, type: "event", event: "unusable" }),
  tests: (_part, index) => ({ name: `unusable ${index}`, expect: { status: "failed" } }),
};

/** Fields without which nothing can be said of a part. */
const essential: ReadonlySet<string> = new Set(["id", "type"]);

const head = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "unusable", version: "0.0.0", steps: [] };

/**
 * The manifest without what its shape findings blame, so that the other rules can be applied to the rest and all
 * problems are reported together. `null` when not enough is left.
 */
export function usableParts(value: Json, shape: readonly Finding[]): WrittenPipeline | null {
  if (!isObject(value)) return null;
  let blamed = shape;
  const usable: Fields = { ...value };
  for (let round = 0; round < mostRounds; round += 1) {
    for (const { spot } of blamed) if (spot.at !== "text") remove(usable, spot.path);
    const whole = { ...head, ...usable };
    blamed = pipelineShapeFindings(whole);
    if (blamed.length === 0) return whole as unknown as WrittenPipeline;
  }
  return null;
}

/** Taking a needed field away blames what it stood in, one level up each time. */
const mostRounds = 4;

function remove(usable: Fields, [section, index, field]: Path): void {
  if (section === undefined) return;
  const name = String(section);
  const list = usable[name];
  if (index === undefined || substitutes[name] === undefined || !Array.isArray(list))
    return removeMember(usable, name, index);
  const parts = [...(list as readonly Json[])];
  const position = Number(index);
  parts[position] = without(name, parts[position] ?? null, { index: position, field });
  usable[name] = parts;
}

/** Of a section with fields, only the blamed field goes. */
function removeMember(usable: Fields, name: string, member: string | number | undefined): void {
  const section = usable[name];
  if (member === undefined || !isObject(section ?? null)) {
    delete usable[name];
    return;
  }
  const { [String(member)]: blamed, ...rest } = section as JsonObject;
  if (blamed === undefined) delete usable[name];
  else usable[name] = rest;
}

function without(
  section: string,
  part: Json,
  { index, field }: { readonly index: number; readonly field: string | number | undefined },
): Json {
  const isWhole =
    section !== "steps" || field === undefined || essential.has(String(field)) || !isObject(part);
  if (isWhole) return substitutes[section]?.(part, index) ?? part;
  const { [String(field)]: _, ...rest } = part;
  return rest;
}

function idOf(part: Json): string | null {
  const id = isObject(part) ? part["id"] : null;
  return typeof id === "string" && /^[a-z][a-z0-9_]*$/.test(id) && id.length <= 100 ? id : null;
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
