import { compareVersions } from "@lockstep/diff";
import type {
  AppliedPipeline,
  AppliedState,
  Promotion,
  PromotionDifference,
  PromotionKind,
} from "@lockstep/model";

/** What differs between two environments, by slug, and how much there is of each kind. */
export interface EnvironmentComparison {
  readonly differences: readonly PromotionDifference[];
  readonly counts: Promotion["counts"];
}

/** Compares what is in force by checksum: version numbers, commits and branches have no say in what is the same. */
export function compareEnvironments(
  from: Pick<AppliedState, "pipelines">,
  to: Pick<AppliedState, "pipelines">,
): EnvironmentComparison {
  const counts = { ahead: 0, tuning: 0, missing: 0, behind: 0, same: 0 };
  const differences: PromotionDifference[] = [];
  for (const slug of [...new Set([...from.pipelines.keys(), ...to.pipelines.keys()])].sort()) {
    const sides = { from: from.pipelines.get(slug) ?? null, to: to.pipelines.get(slug) ?? null };
    const kind = kindOf(sides.from, sides.to);
    counts[kind] += 1;
    if (kind !== "same") differences.push({ slug, kind, ...sides });
  }
  return { differences, counts };
}

function kindOf(from: AppliedPipeline | null, to: AppliedPipeline | null): PromotionKind | "same" {
  if (from === null) return "missing";
  if (to === null) return "ahead";
  if (from.manifest === to.manifest) return "same";
  if (compareVersions(from.version, to.version) < 0) return "behind";
  return from.content === to.content ? "tuning" : "ahead";
}

/** Whether promoting everything would bring it; what is behind comes back from the upper environment by merging there. */
export function isPromotable({ kind }: PromotionDifference): boolean {
  return kind !== "behind";
}
