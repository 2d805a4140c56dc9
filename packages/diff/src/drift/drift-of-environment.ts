import type { Drift, EnvironmentInForce, Json, RowDifference, Slug } from "@lockstep/model";

import { describeDifferences, differencesOf, nameDrift } from "./name-drift.ts";

const fields = ["sequence", "revision", "controlRevision", "deploy", "at", "policyDigest"] as const;

/** The environment's own row: which revision it says is applied, and its policy, member by member. */
export function driftOfEnvironment(
  environment: Slug,
  applied: EnvironmentInForce | null,
  live: EnvironmentInForce | null,
): readonly Drift[] {
  if (applied === null) return [];
  const differences: readonly RowDifference[] =
    live === null
      ? [{ field: "row", applied: `sequence ${applied.sequence}`, live: null }]
      : [
          ...differencesOf<EnvironmentInForce>(fields, applied, live),
          ...policyDifferences(applied.policy, live.policy),
        ];
  if (differences.length === 0) return [];
  const sentence =
    live === null
      ? `${environment}: the environment's row is gone.`
      : `${environment}: the environment's row was edited: ${describeDifferences(differences)}.`;
  const part = { slug: environment, part: "environment", name: null } as const;
  return [nameDrift(environment, { kind: "config", ...part, sentence, differences })];
}

function policyDifferences(applied: string | null, live: string | null): readonly RowDifference[] {
  if (applied === live) return [];
  const [was, is] = [read(applied), read(live)];
  if (was === undefined || is === undefined) return [{ field: "policy", applied, live }];
  const found = [...differ("policy", was, is)];
  // Other text with the same meaning was not written by an apply either.
  return found.length > 0 ? found : [{ field: "policy text", applied, live }];
}

function read(text: string | null): Json | undefined {
  try {
    return JSON.parse(text ?? "null") as Json;
  } catch {
    return undefined;
  }
}

function* differ(path: string, applied: Json, live: Json): Generator<RowDifference> {
  if (!isMap(applied) || !isMap(live)) {
    const [was, is] = [JSON.stringify(applied), JSON.stringify(live)];
    if (was !== is) yield { field: path, applied: was, live: is };
    return;
  }
  for (const name of [...new Set([...Object.keys(applied), ...Object.keys(live)])].sort()) {
    const [was, is] = [applied[name], live[name]];
    const member = `${path}.${name}`;
    if (was === undefined || is === undefined)
      yield { field: member, applied: textOf(was), live: textOf(is) };
    else yield* differ(member, was, is);
  }
}

function isMap(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function textOf(value: Json | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
