import type { CommitSignature, Environment } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { decide } from "../decide.ts";
import {
  now,
  sampleApproval,
  sampleEnvironment,
  sampleEvidence,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { signatures } from "./signatures.ts";

const base = sampleEnvironment();

function asking(commitSignatures: Environment["source"]["commitSignatures"]): Environment {
  return sampleEnvironment({ source: { ...base.source, commitSignatures } });
}

function signature(letter: string, status: CommitSignature["status"]): CommitSignature {
  const signer = status === "verified" ? "ada@example.com" : null;
  return { revision: letter.repeat(40), status, signer, because: `It is ${status}.` };
}

const verified = signature("a", "verified");
const bad = (["unsigned", "invalid", "unknown-signer", "expired", "unsupported"] as const).map((status) =>
  signature("b", status),
);

function judge(more: Parameters<typeof sampleEvidence>[0], plan = samplePlan()) {
  return signatures.judge(plan, sampleEvidence(more), now);
}

describe("an environment that requires signatures", () => {
  const policy = asking("require");

  test("admits commits that are all signed by allowed signers, and a range without commits", () => {
    expect(judge({ policy, signatures: [verified, verified] }).verdict).toBe("open");
    expect(judge({ policy, signatures: [] }).verdict).toBe("open");
  });

  test.each(bad)("refuses for one that is $status, and names it", (found) => {
    const refused = judge({ policy, signatures: [verified, found] });
    expect(refused).toMatchObject({
      verdict: "refused",
      because: `Commit ${"b".repeat(40)}: It is ${found.status}.`,
      problems: [{ code: "COMMIT_UNSIGNED", facts: { revision: "b".repeat(40), status: found.status } }],
    });
    expect(refused).toHaveProperty("next", expect.stringContaining("Set the branch back"));
  });

  test("waits for a forge that has not judged yet, but not beside a commit that is refused", () => {
    const pending = signature("c", "forge-judged");
    expect(judge({ policy, signatures: [verified, pending] })).toMatchObject({
      verdict: "waiting",
      because: `Commit ${"c".repeat(40)}: It is forge-judged.`,
      opensAt: expect.stringMatching(/:00\.000Z$/),
    });
    expect(judge({ policy, signatures: [pending, ...bad] })).toMatchObject({
      verdict: "refused",
      problems: bad.map(({ status }) => ({ facts: { status } })),
    });
  });

  test("says which commits the forge verified", () => {
    const found = [verified, signature("d", "forge-verified"), signature("e", "forge-verified")];
    expect(judge({ policy, signatures: found })).toMatchObject({
      verdict: "open",
      because: `every new commit is signed by an allowed signer; commit ${"d".repeat(40)}: It is forge-verified. (and 1 more)`,
    });
  });

  test("says that the commit which merging makes is judged later", () => {
    expect(judge({ policy, signatures: [verified, signature("f", "unmade")] })).toMatchObject({
      verdict: "open",
      because: "every new commit is signed by an allowed signer; It is unmade.",
    });
  });

  test("cannot be opened by approvals, which are bound to no revision", () => {
    const plan = samplePlan();
    const evidence = sampleEvidence({ policy, signatures: bad, approvals: [sampleApproval()] });
    expect(decide(plan, evidence, now).outcome).toBe("refused");
  });

  test("judges a plan without changes, because its revision becomes the applied one", () => {
    const plan = samplePlan({ changes: [] });
    const of = (found: readonly CommitSignature[]) =>
      decide(plan, sampleEvidence({ policy, signatures: found }), now).outcome;
    expect([of([verified]), of(bad)]).toEqual(["admitted", "refused"]);
  });

  test("stays closed when nobody read the signatures", () => {
    expect(judge({ policy, signatures: null }).verdict).toBe("refused");
  });

  test("begins with its first plan unjudged, unless it appeared late", () => {
    const first = samplePlan({ base: { sequence: 0, revision: null } });
    expect(judge({ policy, signatures: null }, first).verdict).toBe("open");
    expect(judge({ policy, signatures: bad, isLateArrival: true }, first).verdict).toBe("refused");
  });
});

test("warn says what require would refuse, and refuses nothing", () => {
  const policy = asking("warn");
  expect(judge({ policy, signatures: bad })).toMatchObject({
    verdict: "open",
    because: `warning, nothing is refused for it: Commit ${"b".repeat(40)}: It is unsigned. (and 4 more)`,
  });
  expect(judge({ policy, signatures: [verified] })).not.toHaveProperty(
    "because",
    expect.stringContaining("warning"),
  );
});

test("the policy in force judges, not the one that the plan brings", () => {
  const [off, require] = [asking("off"), asking("require")];
  expect(judge({ policy: require, configuration: off, signatures: bad }).verdict).toBe("refused");
  expect(judge({ policy: off, configuration: require, signers: 1 }).verdict).toBe("open");
});

test("nobody locks an environment up by requiring signatures that nobody may give", () => {
  const configuration = asking("require");
  expect(judge({ configuration, signers: 0 })).toMatchObject({
    verdict: "refused",
    problems: [{ code: "SIGNERS_MISSING", file: "environments/production.json" }],
  });
});
