import type { Problem, Version } from "@lockstep/model";
import type { VersionBump } from "@lockstep/report";

const codes: ReadonlySet<string> = new Set(["SEMVER_TOO_SMALL", "IMMUTABLE_VERSION", "SEMVER_DOWNGRADE"]);

/** The smallest version that mends every version problem of a file in every environment; one per file, by path. */
export function versionBumps(problems: readonly Problem[]): readonly VersionBump[] {
  const bumps = new Map<string, VersionBump>();
  for (const found of problems) {
    const bump = codes.has(found.code) ? bumpOf(found) : null;
    if (bump === null) continue;
    const known = bumps.get(bump.file);
    if (known === undefined || isHigher(bump.to, known.to)) bumps.set(bump.file, bump);
  }
  return [...bumps.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

function bumpOf({ file, facts }: Problem): VersionBump | null {
  const slug = facts?.["slug"];
  const from = facts?.["found"] ?? null;
  const version = facts?.["version"];
  const to = facts?.["smallestVersion"];
  const current = typeof version === "string" ? version : from;
  if (typeof slug !== "string" || typeof current !== "string" || typeof to !== "string") return null;
  return { slug, file, from: current, to };
}

function isHigher(one: Version, other: Version): boolean {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
