import type { Environment, Evidence, Gate, Plan, Verdict } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  now,
  sampleApproval,
  sampleChange,
  sampleEnvironment,
  sampleEvidence,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { brake } from "./brake.ts";
import { branch } from "./branch.ts";
import { contract } from "./contract.ts";
import { history } from "./history.ts";
import { lateArrival } from "./late-arrival.ts";
import { manual } from "./manual.ts";
import { rejection } from "./rejection.ts";

interface Row {
  readonly what: string;
  readonly gate: Gate;
  readonly plan?: Partial<Plan>;
  readonly evidence?: Partial<Evidence>;
  readonly verdict: Verdict["verdict"];
  readonly because: string;
}

const approvals = [sampleApproval()];
const base = sampleEnvironment();

function policy(apply: Partial<Environment["apply"]>, mode: "strict" | "recreate" = "strict") {
  return {
    policy: sampleEnvironment({ apply: { ...base.apply, ...apply }, immutability: { mode, semver: "off" } }),
  };
}

function contractPolicy(answer: Environment["gates"]["contract"]) {
  return { policy: sampleEnvironment({ gates: { ...base.gates, contract: answer } }) };
}

function pruned(count: number, more: Partial<Plan["counts"]> = {}): Partial<Plan> {
  const changes = Array.from({ length: count }, (_, index) =>
    sampleChange({ kind: "prune", slug: `p${index}` }),
  );
  return { changes, counts: { applied: 10, desired: 10 - count, pruned: count, ...more } };
}

const broken = {
  changes: [
    sampleChange({
      class: "contract",
      differences: [
        {
          class: "contract",
          path: "/input/schema",
          operation: "changed",
          sentence: "input.schema accepts less",
        },
      ],
    }),
  ],
};

const rows: readonly Row[] = [
  {
    what: "retires up to the limit",
    gate: brake,
    plan: pruned(3),
    verdict: "open",
    because: "3 of 10 pipelines are retired",
  },
  {
    what: "brakes above the limit",
    gate: brake,
    plan: pruned(4),
    verdict: "waiting",
    because: "4 of 10 pipelines would be retired, more than 3: p0, p1, p2, p3.",
  },
  {
    what: "brakes when all would go, however few",
    gate: brake,
    plan: pruned(2, { applied: 2, desired: 1 }),
    verdict: "waiting",
    because: "2 of 2 pipelines would be retired, all of them: p0, p1.",
  },
  {
    what: "brakes for an empty revision",
    gate: brake,
    plan: pruned(1, { applied: 1, desired: 0 }),
    verdict: "waiting",
    because: "The revision has no pipelines, production has 1.",
  },
  {
    what: "lets a person release the brake",
    gate: brake,
    plan: pruned(4),
    evidence: { approvals },
    verdict: "open",
    because: "github:ada approved retiring 4 pipelines",
  },
  { what: "goes forward", gate: history, verdict: "open", because: "the revision contains the applied one" },
  {
    what: "refuses an older commit",
    gate: history,
    evidence: { ancestry: "behind" },
    verdict: "refused",
    because: `Revision ${"b".repeat(40)} of branch main is older than the applied revision ${"a".repeat(40)}.`,
  },
  {
    what: "refuses a rewritten branch, whoever approves",
    gate: history,
    evidence: { ancestry: "diverged", approvals },
    verdict: "refused",
    because: "does not contain the applied revision",
  },
  {
    what: "takes a rewritten branch in development",
    gate: history,
    evidence: { ancestry: "diverged", ...policy({}, "recreate") },
    verdict: "open",
    because: "only strict environments refuse",
  },
  {
    what: "asks a person about a rewritten branch",
    gate: history,
    evidence: { ancestry: "diverged", ...policy({ forcePush: "approve" }) },
    verdict: "waiting",
    because: "does not contain the applied revision",
  },
  {
    what: "takes a rewritten branch that a person approved",
    gate: history,
    evidence: { ancestry: "diverged", approvals, ...policy({ forcePush: "approve" }) },
    verdict: "open",
    because: "github:ada approved the rewritten branch",
  },
  {
    what: "takes any rewritten branch when told so",
    gate: history,
    evidence: { ancestry: "behind", ...policy({ forcePush: "allow" }) },
    verdict: "open",
    because: "the policy allows it",
  },
  {
    what: "refuses a branch of another environment",
    gate: branch,
    evidence: { branchOwners: ["staging"] },
    verdict: "refused",
    because: "production follows branch main, which belongs to staging.",
  },
  {
    what: "waits for a person in manual mode",
    gate: manual,
    evidence: policy({ mode: "manual" }),
    verdict: "waiting",
    because: "production applies only what a person approves (apply.mode is manual).",
  },
  {
    what: "goes on in manual mode with an approval",
    gate: manual,
    evidence: { approvals, ...policy({ mode: "manual" }) },
    verdict: "open",
    because: "github:ada approved this plan",
  },
  {
    what: "waits for an admin when production appears later",
    gate: lateArrival,
    evidence: { isLateArrival: true },
    verdict: "waiting",
    because: "production is a new production environment.",
  },
  {
    what: "goes on when the new production is approved",
    gate: lateArrival,
    evidence: { isLateArrival: true, approvals },
    verdict: "open",
    because: "github:ada approved the environment's first plan",
  },
  {
    what: "lets other new environments begin",
    gate: lateArrival,
    evidence: { isLateArrival: true, configuration: sampleEnvironment({ tier: "staging" }) },
    verdict: "open",
    because: "it is not a production environment's first plan",
  },
  {
    what: "refuses what a person rejected",
    gate: rejection,
    evidence: { approvals: [sampleApproval({ verdict: "rejected", reason: "not today" })] },
    verdict: "refused",
    because: "github:ada rejected this plan: not today",
  },
  {
    what: "has nothing to say of kept contracts",
    gate: contract,
    evidence: contractPolicy("refuse"),
    verdict: "open",
    because: "no contract is broken",
  },
  {
    what: "refuses a broken contract",
    gate: contract,
    plan: broken,
    evidence: contractPolicy("refuse"),
    verdict: "refused",
    because: "triage 2.0.0 breaks callers of 1.0.0: input.schema accepts less.",
  },
  {
    what: "asks a person about a broken contract",
    gate: contract,
    plan: broken,
    evidence: contractPolicy("require-approval"),
    verdict: "waiting",
    because: "triage 2.0.0 breaks callers",
  },
  {
    what: "takes a broken contract that a person approved",
    gate: contract,
    plan: broken,
    evidence: { approvals, ...contractPolicy("require-approval") },
    verdict: "open",
    because: "github:ada approved the broken contract",
  },
  {
    what: "takes any broken contract when told so",
    gate: contract,
    plan: broken,
    evidence: contractPolicy("allow"),
    verdict: "open",
    because: "the policy allows it",
  },
];

describe("a gate", () => {
  test.each(rows)("$what", ({ gate, plan = {}, evidence = {}, verdict, because }) => {
    const judged = gate.judge(samplePlan(plan), sampleEvidence(evidence), now);
    expect([judged.gate, judged.verdict]).toEqual([gate.name, verdict]);
    expect(judged.because).toContain(because);
  });
});

test("a gate that a person opens names no instant and says what to do", () => {
  const judged = manual.judge(samplePlan(), sampleEvidence(policy({ mode: "manual" })), now);
  expect(judged).toMatchObject({
    opensAt: null,
    next: expect.stringContaining("approves exactly this plan"),
  });
});
