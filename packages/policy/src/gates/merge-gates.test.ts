import type { ForgeCheck, MergeFinding } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { asking, now, sampleApproval, sampleEvidence, samplePlan } from "../testing/sample-evidence.ts";
import { checks } from "./checks.ts";
import { pullRequest } from "./pull-request.ts";

const policy = asking({ pullRequest: true, checks: ["ci", "lint"] });
const soon = "2026-03-02T10:01:00.000Z";

function merged(outcomes: readonly (readonly [string, ForgeCheck["outcome"]])[]): MergeFinding {
  const found = outcomes.map(([name, outcome]) => ({ name, outcome, reporter: null, at: null }));
  return {
    state: "merged",
    evidence: {
      pullRequest: {
        number: 12,
        url: "https://forge.example/12",
        title: "Mend it",
        author: "github:ada",
        state: "merged",
        isDraft: false,
        isFork: false,
        head: { branch: "mend", revision: "c".repeat(40) },
        base: { branch: "main", revision: "a".repeat(40) },
        isMergeable: null,
        mergeRevision: "b".repeat(40),
        mergedBy: "github:grace",
        mergedAt: now,
        updatedAt: now,
      },
      reviews: [],
      checks: found,
    },
  };
}

const green = merged([
  ["ci", "success"],
  ["lint", "neutral"],
]);
const unavailable: MergeFinding = { state: "unavailable", because: "GitHub does not answer." };
const both = [pullRequest, checks] as const;

function judge(
  gate: (typeof both)[number],
  merge: MergeFinding | null,
  approvals: readonly ReturnType<typeof sampleApproval>[] = [],
) {
  return gate.judge(samplePlan(), sampleEvidence({ policy, merge, approvals }), now);
}

describe("a merged pull request", () => {
  test("opens the gate, which names it and who merged it", () => {
    expect(judge(pullRequest, green)).toMatchObject({
      verdict: "open",
      because: "pull request #12, merged by github:grace",
    });
  });

  test("is missing when the commit was pushed past it", () => {
    expect(judge(pullRequest, { state: "none" })).toMatchObject({
      verdict: "refused",
      problems: [{ code: "PULL_REQUEST_MISSING", facts: { revision: "b".repeat(40) } }],
      next: "Open a pull request with the same commit and merge it, or revert the commit by one.",
    });
  });
});

describe("checks of the forge", () => {
  test.each([
    ["skipped", "open", "green: ci, lint"],
    ["pending", "waiting", "check lint has not ended yet."],
    ["failure", "waiting", "check lint failed."],
  ] as const)("one that is %s: %s", (outcome, verdict, because) => {
    const merge = merged([
      ["ci", "success"],
      ["lint", outcome],
    ]);
    expect(judge(checks, merge)).toMatchObject({
      verdict,
      because,
      ...(verdict === "open" ? {} : { opensAt: soon }),
    });
  });

  test("name those that were never reported, without a pull request all of them", () => {
    expect(judge(checks, merged([["lint", "success"]]))).toMatchObject({
      verdict: "waiting",
      because: "check ci was never reported.",
      opensAt: soon,
    });
    expect(judge(checks, { state: "none" }).because).toBe(
      "check ci was never reported; check lint was never reported.",
    );
  });

  test("are red when one of several of a name is", () => {
    const merge = merged([
      ["ci", "success"],
      ["ci", "failure"],
      ["lint", "success"],
    ]);
    expect(judge(checks, merge).because).toBe("check ci failed.");
  });
});

describe.each(both)("$name", (gate) => {
  test("looks again while the forge cannot say", () => {
    expect(judge(gate, unavailable)).toMatchObject({
      verdict: "waiting",
      because: "How the commit came in is not known: GitHub does not answer.",
      opensAt: soon,
    });
    expect(judge(gate, null)).toMatchObject({ verdict: "waiting", opensAt: soon });
  });

  test("is opened by a person where there is no forge, and only there", () => {
    const noForge: MergeFinding = { state: "no-forge" };
    expect(judge(gate, noForge)).toMatchObject({ verdict: "waiting", opensAt: null });
    expect(judge(gate, noForge, [sampleApproval()])).toMatchObject({
      verdict: "open",
      because: "there is no forge to ask; github:ada approved this plan",
    });
    expect(judge(gate, unavailable, [sampleApproval()]).verdict).toBe("waiting");
    expect(judge(gate, { state: "none" }, [sampleApproval()]).verdict).not.toBe("open");
  });

  test("asks nothing where the policy does not, of a rollback, and of a first plan", () => {
    const ask = (more: Parameters<typeof sampleEvidence>[0], plan = samplePlan()) =>
      gate.judge(plan, sampleEvidence(more), now).verdict;
    expect(ask({ merge: { state: "none" } })).toBe("open");
    expect(ask({ policy, intent: "rollback" })).toBe("open");
    expect(ask({ policy }, samplePlan({ base: { sequence: 0, revision: null } }))).toBe("open");
  });
});
