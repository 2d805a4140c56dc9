import { resolveEnvironment } from "@lockstep/manifest";
import type { EnvironmentStatus } from "@lockstep/model";
import { expect, test } from "vitest";

import { teamOfToken } from "./team-of-token.ts";

function environmentOf(slug: string, teams: Readonly<Record<string, readonly string[]>>) {
  const written = { apiVersion: "lockstep/v1", kind: "Environment", slug, tier: "staging" } as const;
  const policy = resolveEnvironment({ ...written, source: { branch: "develop" } });
  return { slug, policy: { ...policy, directory: { teams, people: {} } } } as EnvironmentStatus;
}

test("a token is of the first team by name that an environment within its reach lists it in", async () => {
  const all = [
    environmentOf("production", { audit: ["token:ada"], platform: ["token:bob"] }),
    environmentOf("staging", { shop: ["github:ada", "token:ada"], orders: ["token:ada"] }),
    { slug: "new", policy: null } as EnvironmentStatus,
  ];
  const store = { environments: { list: async () => all } };
  const teamOf = (name: string, environments: readonly string[] | null) =>
    teamOfToken(store, { name, environments });
  expect(await teamOf("ada", null)).toBe("audit");
  expect(await teamOf("ada", ["staging", "new"])).toBe("orders");
  expect(await teamOf("bob", ["staging"])).toBeNull();
  expect(await teamOf("eve", null)).toBeNull();
});
