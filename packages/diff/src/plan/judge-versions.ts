import type { Problem } from "@lockstep/model";

import { enoughGrowth } from "./rules/enough-growth.ts";
import { immutableVersion } from "./rules/immutable-version.ts";
import { noDowngrade } from "./rules/no-downgrade.ts";
import type { VersionCase, VersionRule } from "./rules/version-rule.ts";

const rules: readonly VersionRule[] = [immutableVersion, noDowngrade, enoughGrowth];

/** What the versions of a strict environment's changes break. One change breaks at most one rule. */
export function judgeVersions(cases: readonly VersionCase[]): readonly Problem[] {
  return cases.flatMap((versionCase) => rules.flatMap((rule) => rule(versionCase) ?? []).slice(0, 1));
}
