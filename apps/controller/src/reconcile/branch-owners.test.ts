import type { ControlSnapshot, EnvironmentStatus } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { branchOwners } from "./branch-owners.ts";

function control(branches: Readonly<Record<string, string>>): ControlSnapshot {
  const environments = Object.entries(branches).map(([slug, branch]) => ({
    slug,
    path: `environments/${slug}.json`,
    digest: "sha256:00",
    environment: { slug, source: { branch } },
  }));
  return { revision: "r", environments, broken: [], problems: [] } as unknown as ControlSnapshot;
}

function rows(applied: Readonly<Record<string, string | null>>): ReadonlyMap<string, EnvironmentStatus> {
  return new Map(
    Object.entries(applied).map(([slug, branch]) => [
      slug,
      { slug, policy: branch === null ? null : { source: { branch } } } as unknown as EnvironmentStatus,
    ]),
  );
}

describe("the owner of a branch", () => {
  test("is nobody else while each environment follows its own", () => {
    expect(branchOwners("a", control({ a: "main", b: "develop" }), rows({ a: null, b: null }))).toEqual([]);
  });

  test("is the environment that already applied from it", () => {
    const shared = control({ a: "main", b: "main" });
    const applied = rows({ a: "main", b: "develop" });
    expect(branchOwners("a", shared, applied)).toEqual([]);
    expect(branchOwners("b", shared, applied)).toEqual(["a"]);
  });

  test("is in doubt while nobody applied from it, so every claimant is in the way", () => {
    const shared = control({ a: "main", b: "main" });
    expect(branchOwners("a", shared, rows({ a: null, b: null }))).toEqual(["b"]);
    expect(branchOwners("b", shared, rows({ a: null, b: null }))).toEqual(["a"]);
  });
});
