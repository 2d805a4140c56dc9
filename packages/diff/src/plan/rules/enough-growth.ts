import { problem } from "@lockstep/model";

import { compareVersions, growthBetween, isEnough } from "../../semver.ts";
import { neededGrowth, smallestVersion } from "../smallest-version.ts";
import type { VersionRule } from "./version-rule.ts";

/** A version grows at least as much as its change: PATCH for content, MINOR for shape, MAJOR for contract. */
export const enoughGrowth: VersionRule = ({ change, from, to, releases, semver }) => {
  if (semver === "off" || from === null || change.class === null) return null;
  if (compareVersions(to.version, from.version) <= 0) return null;
  const [growth, needed] = [growthBetween(from.version, to.version), neededGrowth[change.class]];
  if (isEnough(growth, needed)) return null;
  const smallest = smallestVersion(
    { slug: to.slug, content: to.content, from: from.version, taken: null, class: change.class },
    releases,
  );
  const reason = change.differences.find((difference) => difference.class === change.class)?.sentence ?? "";
  return problem(
    "SEMVER_TOO_SMALL",
    `${to.slug} grows from ${from.version} to ${to.version} (${growth.toUpperCase()}), but a change of class ` +
      `${change.class} needs ${needed.toUpperCase()}: ${reason}.`,
    {
      severity: semver === "warn" ? "warning" : "error",
      file: to.path,
      path: "/version",
      fix: `Bump \`version\` to at least ${smallest}.`,
      facts: {
        slug: to.slug,
        applied: from.version,
        found: to.version,
        class: change.class,
        smallestVersion: smallest,
      },
    },
  );
};
