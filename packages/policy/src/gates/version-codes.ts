import type { ProblemCode } from "@lockstep/model";

/** Problems of a plan that are about versions; all others are about validity. */
export const versionCodes: ReadonlySet<ProblemCode> = new Set([
  "IMMUTABLE_VERSION",
  "SEMVER_TOO_SMALL",
  "SEMVER_DOWNGRADE",
]);
