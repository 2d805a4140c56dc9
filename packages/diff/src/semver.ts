import type { Version } from "@lockstep/model";

/** How much a version grows, from least to most. */
const growths = ["none", "patch", "minor", "major"] as const;

export type Growth = (typeof growths)[number];

type Parts = readonly [major: number, minor: number, patch: number];

/** Negative when `a` is lower than `b`, 0 when they are equal. Both are `MAJOR.MINOR.PATCH`. */
export function compareVersions(a: Version, b: Version): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

export function higherVersion(a: Version, b: Version): Version {
  return compareVersions(a, b) < 0 ? b : a;
}

/** Growth from one version to another; `none` when it does not grow. */
export function growthBetween(from: Version, to: Version): Growth {
  if (compareVersions(from, to) >= 0) return "none";
  const [left, right] = [partsOf(from), partsOf(to)];
  if (left[0] !== right[0]) return "major";
  return left[1] === right[1] ? "patch" : "minor";
}

/** The smallest version that is larger by this growth. */
export function grow(version: Version, growth: Growth): Version {
  const [major, minor, patch] = partsOf(version);
  const next: Readonly<Record<Growth, Parts>> = {
    none: [major, minor, patch],
    patch: [major, minor, patch + 1],
    minor: [major, minor + 1, 0],
    major: [major + 1, 0, 0],
  };
  return next[growth].join(".");
}

export function isEnough(growth: Growth, needed: Growth): boolean {
  return growths.indexOf(growth) >= growths.indexOf(needed);
}

function partsOf(version: Version): Parts {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}
