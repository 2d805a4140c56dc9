import {
  compareProblems,
  hasErrors,
  type AppliedState,
  type Change,
  type Desired,
  type Environment,
  type Plan,
  type PlanContents,
  type Problem,
  type Release,
} from "@lockstep/model";

import { configureEnvironment } from "./configure-environment.ts";
import { hashPlan } from "./hash-plan.ts";
import { judgeVersions } from "./judge-versions.ts";
import { lockCallees } from "./lock-callees.ts";
import { type ComparisonLookup, makeChange } from "./make-change.ts";
import { indexReleases, type ReleaseIndex } from "./release-index.ts";
import type { VersionCase } from "./rules/version-rule.ts";
import { selectChanges, type ChangedPipeline } from "./select-changes.ts";

/** Everything a plan follows from. Load releases and compare pipelines for what {@link selectChanges} names. */
export interface PlanInput {
  readonly applied: AppliedState;
  readonly desired: Desired;
  /** Releases of all versions of the changed slugs, whichever environment made them. */
  readonly releases: readonly Release[];
  /** One for each changed pipeline that has two sides. */
  readonly comparisons: ComparisonLookup;
}

/** The plan that leads from applied to desired state. Pure: equal input, equal plan. */
export function plan(input: PlanInput): PlanContents {
  const { applied, desired } = input;
  const policy = applied.policy ?? desired.configuration.environment;
  const releases = indexReleases(input.releases);
  const changed = selectChanges(applied, desired.snapshot).filter(isWanted(input, policy));
  const made = changed.map((pipeline) => ({
    ...pipeline,
    change: makeChange(pipeline, { comparisons: input.comparisons, releases }),
  }));
  const versions = judgeVersions(versionCases(made, policy, releases));
  return {
    plan: seal(input, {
      changes: [...configureEnvironment(applied, desired.configuration), ...made.map(({ change }) => change)],
      locks: lockCallees(desired.snapshot),
      problems: [...desired.snapshot.problems, ...versions].sort(compareProblems),
    }),
    manifests: changed.flatMap(({ to }) => to ?? []),
  };
}

/**
 * A snapshot with errors does not tell what is missing, so it prunes nothing; nor does an environment that keeps,
 * or that is only now told to retire.
 */
function isWanted({ desired }: PlanInput, policy: Environment): (changed: ChangedPipeline) => boolean {
  const settings = [policy, desired.configuration.environment];
  const mayPrune =
    !hasErrors(desired.snapshot.problems) && settings.every(({ apply }) => apply.prune === "retire");
  return ({ to }) => to !== null || mayPrune;
}

function versionCases(
  made: readonly (ChangedPipeline & { readonly change: Change })[],
  policy: Environment,
  releases: ReleaseIndex,
): readonly VersionCase[] {
  const { mode, semver } = policy.immutability;
  if (mode !== "strict") return [];
  return made.flatMap(({ change, from, to }) =>
    to === null ? [] : { environment: policy.slug, change, from, to, releases, semver },
  );
}

function seal(
  { applied, desired }: PlanInput,
  found: {
    readonly changes: readonly Change[];
    readonly locks: Plan["locks"];
    readonly problems: readonly Problem[];
  },
): Plan {
  const unhashed = {
    format: "lockstep-plan/v1",
    environment: applied.environment,
    base: { sequence: applied.sequence, revision: applied.revision },
    target: { revision: desired.snapshot.revision, controlRevision: desired.controlRevision },
    policyDigest: applied.policyDigest ?? desired.configuration.digest,
    configurationDigest: desired.configuration.digest,
    counts: {
      applied: applied.pipelines.size,
      desired: desired.snapshot.pipelines.length,
      pruned: found.changes.filter(({ kind }) => kind === "prune").length,
    },
    ...found,
  } as const;
  return { ...unhashed, hash: hashPlan(unhashed) };
}
