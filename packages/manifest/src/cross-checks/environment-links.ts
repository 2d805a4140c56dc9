import { type CompiledEnvironment, didYouMean } from "@lockstep/model";

import { type Finding, findingAt, type Path } from "../text/finding.ts";

/** BRANCH_SHARED and ENVIRONMENT_UNKNOWN by file. `known` also holds slugs of environments that have errors. */
export function environmentLinkFindings(
  environments: readonly CompiledEnvironment[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, readonly Finding[]> {
  const followers = new Map<string, string[]>();
  for (const { slug, environment } of environments)
    followers.set(environment.source.branch, [...(followers.get(environment.source.branch) ?? []), slug]);
  return new Map(
    environments.map(({ slug, path, environment }) => [
      path,
      [
        ...sharedBranch(slug, environment.source.branch, followers),
        ...unknown(environment.promotesFrom, ["promotesFrom"], slug, known),
        ...unknown(environment.gates.soak?.in ?? null, ["gates", "soak", "in"], slug, known),
      ],
    ]),
  );
}

function sharedBranch(slug: string, branch: string, followers: ReadonlyMap<string, string[]>): Finding[] {
  const others = (followers.get(branch) ?? []).filter((other) => other !== slug);
  if (others.length === 0) return [];
  return [
    findingAt(
      "BRANCH_SHARED",
      ["source", "branch"],
      `The branch "${branch}" is also followed by ${others.sort().join(", ")}.`,
      "Give each environment its own branch.",
    ),
  ];
}

function unknown(named: string | null, path: Path, slug: string, known: ReadonlySet<string>): Finding[] {
  if (named === null || (known.has(named) && named !== slug)) return [];
  if (named === slug)
    return [findingAt("ENVIRONMENT_UNKNOWN", path, "An environment cannot come before itself.")];
  const meant = didYouMean(named, known);
  return [
    findingAt(
      "ENVIRONMENT_UNKNOWN",
      path,
      `There is no environment "${named}".`,
      meant === null ? `Environments: ${[...known].sort().join(", ")}.` : `Did you mean "${meant}"?`,
    ),
  ];
}
