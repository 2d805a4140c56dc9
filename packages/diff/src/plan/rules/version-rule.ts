import type { AppliedPipeline, Change, CompiledPipeline, Environment, Problem, Slug } from "@lockstep/model";

import type { ReleaseIndex } from "../release-index.ts";

/** A change that brings a version into a strict environment. */
export interface VersionCase {
  readonly environment: Slug;
  readonly change: Change;
  readonly from: AppliedPipeline | null;
  readonly to: CompiledPipeline;
  readonly releases: ReleaseIndex;
  readonly semver: Environment["immutability"]["semver"];
}

/** One rule about versions: the problem when it is broken. */
export type VersionRule = (versionCase: VersionCase) => Problem | null;
