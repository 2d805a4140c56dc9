import { problem } from "@lockstep/model";

import { compareVersions } from "../../semver.ts";
import { smallestVersion } from "../smallest-version.ts";
import type { VersionRule } from "./version-rule.ts";

/** A version never goes down, unless to one that was released with the same content: that is a revert. */
export const noDowngrade: VersionRule = ({ change, from, to, releases }) => {
  if (from === null || compareVersions(to.version, from.version) >= 0) return null;
  if (releases.find(to.slug, to.version) !== null) return null;
  const smallest = smallestVersion(
    { slug: to.slug, content: to.content, from: from.version, taken: null, class: change.class ?? "content" },
    releases,
  );
  return problem(
    "SEMVER_DOWNGRADE",
    `${to.slug} goes from ${from.version} down to ${to.version}, which was never released.`,
    {
      file: to.path,
      path: "/version",
      fix:
        `Bump \`version\` to at least ${smallest}, or go back to a released version by reverting the commit ` +
        `that replaced it.`,
      facts: { slug: to.slug, applied: from.version, found: to.version, smallestVersion: smallest },
    },
  );
};
