import type { Environment, Gates } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  now,
  sampleApproval,
  sampleChange,
  sampleEnvironment,
  sampleEvidence,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { unjudged } from "./unjudged.ts";

const base = sampleEnvironment();

function asking(gates: Partial<Gates>): Environment {
  return sampleEnvironment({ gates: { ...base.gates, ...gates } });
}

const soak: Gates["soak"] = { in: "staging", duration: "1h", minRuns: 5, maxFailureRate: 0.02 };
const approvals: Gates["approvals"] = {
  required: 2,
  from: ["team:platform"],
  excludeAuthor: true,
  expiresAfter: null,
};

const demands: readonly (readonly [string, Environment, string])[] = [
  ["approvals", asking({ approvals }), "2 approval(s) from team:platform"],
  ["soak", asking({ soak }), "1h of soak in staging"],
  [
    "windows",
    asking({ windows: { timezone: "UTC", allow: [], deny: [], breakGlass: null } }),
    "within its windows",
  ],
  [
    "verification",
    asking({ verification: { tests: "require", smoke: [], onFailure: "hold" } }),
    "smoke runs pass",
  ],
  ["pull-request", asking({ pullRequest: true }), "a merged pull request"],
  ["checks", asking({ checks: ["ci"] }), "green checks: ci"],
];

function judge(policy: Environment, plan = samplePlan(), more: Parameters<typeof sampleEvidence>[0] = {}) {
  return unjudged.map((gate) => gate.judge(plan, sampleEvidence({ policy, ...more }), now));
}

describe("a gate that nothing here can judge yet", () => {
  test.each(demands)("%s stays closed where it is declared, and no other does", (name, policy, because) => {
    const closed = judge(policy).filter(({ verdict }) => verdict !== "open");
    expect(closed.map(({ gate, verdict }) => [gate, verdict])).toEqual([[name, "waiting"]]);
    expect(closed[0]?.because).toContain(because);
  });

  test.each(demands)("%s opens by people's approval of this very plan", (_name, policy) => {
    const given = ["github:ada", "github:grace"].map((actor) => sampleApproval({ actor }));
    const judged = judge(policy, samplePlan(), { approvals: given });
    expect(judged.every(({ verdict }) => verdict === "open")).toBe(true);
  });
});

test("one person who approves twice is one approver", () => {
  const twice = [sampleApproval(), sampleApproval()];
  const [judged] = judge(asking({ approvals }), samplePlan(), { approvals: twice });
  expect(judged).toMatchObject({ verdict: "waiting", next: "1 more approver(s) approve exactly this plan." });
});

test("a revert has soaked before", () => {
  const revert = samplePlan({ changes: [sampleChange({ kind: "revert" })] });
  expect(judge(asking({ soak }), revert).every(({ verdict }) => verdict === "open")).toBe(true);
});

test("the first plan of an environment that was there from the beginning is vouched for by who starts it", () => {
  const first = samplePlan({ base: { sequence: 0, revision: null } });
  const policy = asking({ approvals, soak });
  expect(judge(policy, first).every(({ verdict }) => verdict === "open")).toBe(true);
  const late = judge(policy, first, { isLateArrival: true });
  expect(late.filter(({ verdict }) => verdict === "waiting").map(({ gate }) => gate)).toEqual([
    "approvals",
    "soak",
  ]);
});
