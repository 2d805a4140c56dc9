import type { ChangeClass, Checksum, Slug, Version } from "@lockstep/model";

import { grow, higherVersion, type Growth } from "../semver.ts";
import type { ReleaseIndex } from "./release-index.ts";

/** How much a version has to grow for each class of change, below 1.0.0 as above. */
export const neededGrowth: Readonly<Record<ChangeClass, Growth>> = {
  relabel: "none",
  retune: "none",
  retrigger: "none",
  reassign: "none",
  content: "patch",
  shape: "minor",
  contract: "major",
};

/** What a free version is looked for. */
export interface VersionWish {
  readonly slug: Slug;
  readonly content: Checksum;
  /** The applied version, which the new one grows from; `null` for a new pipeline. */
  readonly from: Version | null;
  /** A version that is taken: the wish has to be higher. */
  readonly taken: Version | null;
  readonly class: ChangeClass;
}

/** The smallest version that grows enough and is not released with other content. */
export function smallestVersion(wish: VersionWish, releases: ReleaseIndex): Version {
  let version = leastVersion(wish);
  while (!releases.isFree(wish.slug, version, wish.content)) version = grow(version, "patch");
  return version;
}

function leastVersion({ from, taken, class: changeClass }: VersionWish): Version {
  const needed = neededGrowth[changeClass];
  const grown = from === null ? "0.0.0" : grow(from, needed === "none" ? "patch" : needed);
  return taken === null ? grown : higherVersion(grown, grow(taken, "patch"));
}
