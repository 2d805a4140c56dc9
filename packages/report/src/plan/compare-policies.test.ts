import { describe, expect, it } from "vitest";

import { sampleEnvironment } from "../testing/sample-input.ts";
import { comparePolicies } from "./compare-policies.ts";

const before = sampleEnvironment();
const approvals = { required: 2, from: ["team:leads"], excludeAuthor: true, expiresAfter: null };
const asked = sampleEnvironment({ gates: { ...before.gates, approvals } });

describe("what changes in a policy", () => {
  it("is nothing when only the order or the description differs", () => {
    const { slug, ...others } = before;
    expect(comparePolicies(before, { ...others, slug, description: "new", title: "New" })).toEqual([]);
  });

  it.each([
    ["approvals", "2", "1", asked, { gates: { ...before.gates, approvals: { ...approvals, required: 1 } } }],
    [
      "approvals",
      "none",
      'required 2, from ["team:leads"], excludeAuthor true',
      before,
      { gates: asked.gates },
    ],
    ["apply.maxPrune", "3", "100", before, { apply: { ...before.apply, maxPrune: 100 } }],
    [
      "immutability.mode",
      "strict",
      "recreate",
      before,
      { immutability: { ...before.immutability, mode: "recreate" } },
    ],
    ["branch", "develop", "main", before, { source: { ...before.source, branch: "main" } }],
    [
      "source.include",
      '["pipelines/**/*.pipeline.json"]',
      '["**"]',
      before,
      { source: { ...before.source, include: ["**"] } },
    ],
    ["contract", "allow", "refuse", before, { gates: { ...before.gates, contract: "refuse" } }],
    [
      "secrets.TOKEN",
      "none",
      "ref env:TOKEN",
      before,
      { secrets: { TOKEN: { ref: "env:TOKEN", teams: null, hosts: null } } },
    ],
    ["fallbackTeam", "none", "support", before, { fallbackTeam: "support" }],
    ["variables.constructor", "none", "1", before, { variables: { constructor: 1 } }],
    [
      "members of team platform",
      "none",
      '["github:ada"]',
      before,
      { directory: { teams: { platform: ["github:ada"] }, people: {} } },
    ],
    [
      "github:ada",
      "none",
      "1 further identity",
      before,
      { directory: { teams: {}, people: { "github:ada": ["email:ada@acme.example"] } } },
    ],
  ] as const)("%s %s → %s", (...[setting, from, to, old, more]) => {
    const changes = comparePolicies(old, { ...old, ...more });
    expect(changes).toEqual([{ setting, before: from, after: to }]);
  });
});
