import type { Approval, Directory, Environment, Evidence, Gates } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { mayApprove } from "../people/is-named.ts";
import {
  asking,
  now,
  sampleApproval,
  sampleChange,
  sampleEvidence,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { approvals } from "./approvals.ts";

const demand: NonNullable<Gates["approvals"]> = {
  required: 2,
  from: ["team:platform", "email:Cy@acme.example"],
  excludeAuthor: true,
  expiresAfter: "24h",
};
const directory: Directory = {
  teams: { platform: ["github:ada", "token:bo"] },
  people: {
    "github:ada": ["email:ada@acme.example", "token:ada"],
    "github:bo": ["token:bo"],
    "github:cy": ["email:cy@acme.example"],
  },
};

function policy(more: Partial<NonNullable<Gates["approvals"]>> = {}): Environment {
  return asking({ approvals: { ...demand, ...more } }, directory);
}

function judge(given: readonly (string | Partial<Approval>)[], more: Partial<Evidence> = {}) {
  const approved = given.map((one) => sampleApproval(typeof one === "string" ? { actor: one } : one));
  const evidence = sampleEvidence({ policy: policy(), authors: [], approvals: approved, ...more });
  return approvals.judge(samplePlan(), evidence, now);
}

describe("the approvals gate", () => {
  test("says what it asks for and what to do", () => {
    expect(judge([])).toEqual({
      gate: "approvals",
      verdict: "waiting",
      because:
        "production asks for approvals by 2 people of team:platform, email:Cy@acme.example; none counts yet.",
      next: "2 more of team:platform, email:Cy@acme.example, who wrote none of the commits, approve exactly this plan.",
      opensAt: null,
      problems: [],
    });
    expect(judge([], { policy: policy({ required: 1, from: [], excludeAuthor: false }) })).toMatchObject({
      because: "production asks for 1 approval; none counts yet.",
      next: "One more approver approves exactly this plan.",
    });
  });

  test.each([
    ["members of the team", ["github:ada", "token:bo"]],
    ["members by another of their identities", ["token:ada", "github:bo"]],
    ["people whom it names themselves", ["github:Ada", "github:cy"]],
  ])("opens for %s", (_who, given) => {
    expect(judge(given)).toMatchObject({ verdict: "open", because: `approved by ${given.join(", ")}` });
  });

  test.each([
    [
      "a stranger",
      ["github:ada", "github:eve"],
      [],
      "github:eve is not among team:platform, email:Cy@acme.example.",
    ],
    ["the same person twice", ["github:ada", "token:ada"], [], "token:ada is the same person as github:ada."],
    [
      "an author",
      ["github:bo", "token:ada"],
      ["email:ada@acme.example"],
      "token:ada wrote one of the commits.",
    ],
    [
      "an author whose address is in other letters",
      ["github:bo", "token:ada"],
      ["email:Ada@ACME.example"],
      "token:ada wrote one of the commits.",
    ],
    [
      "an author by the address that GitHub makes",
      ["github:bo", "github:ada"],
      ["email:77+Ada@users.noreply.github.com"],
      "github:ada wrote one of the commits.",
    ],
    [
      "anybody when nobody knows who wrote it",
      ["github:bo", "github:ada"],
      null,
      "github:ada approved, but who wrote the commits could not be found out.",
    ],
    [
      "an approval that expired",
      ["github:bo", { actor: "github:ada", at: "2026-03-01T10:00:30.000Z" }],
      [],
      "github:ada approved, but that expired at 2026-03-02T10:00:30.000Z.",
    ],
  ] as const)("does not count %s, and says so", (_whom, given, authors, because) => {
    const judged = judge(given, { authors });
    expect(judged.verdict).toBe("waiting");
    expect(judged.because).toContain(because);
  });

  test("counts an approval that was given again after it expired, and does not speak of the first", () => {
    const given = [{ actor: "github:ada", at: "2026-03-01T10:00:30.000Z" }, { actor: "github:ada" }];
    expect(judge(given).because).toMatch(/1 counted so far, of github:ada\.$/);
    expect(judge([...given, "github:bo"]).verdict).toBe("open");
  });

  test("lets authors approve where the policy does", () => {
    const authors = ["github:ada"];
    expect(
      judge(["github:ada", "github:bo"], { authors, policy: policy({ excludeAuthor: false }) }).verdict,
    ).toBe("open");
  });

  test("takes everybody whose role lets them answer where it names nobody", () => {
    expect(judge(["github:eve", "token:x"], { policy: policy({ from: [] }) }).verdict).toBe("open");
  });

  test("is not opened by another plan's approvals, or by a no", () => {
    const planHash = `sha256:${"0".repeat(64)}`;
    expect(judge(["github:ada", { actor: "github:bo", planHash }]).verdict).toBe("waiting");
    expect(judge(["github:ada", { actor: "github:bo", verdict: "rejected" }]).verdict).toBe("waiting");
  });

  test("asks for a change of the environment too: whoever joins a team by it does not count yet", () => {
    const configuration = asking(
      { approvals: demand },
      { ...directory, teams: { platform: ["github:eve"] } },
    );
    const evidence = sampleEvidence({
      policy: policy({ required: 1 }),
      configuration,
      authors: [],
      approvals: [sampleApproval({ actor: "github:eve" })],
    });
    const plan = samplePlan({
      changes: [sampleChange({ kind: "configure", class: null, from: null, to: null })],
    });
    expect(approvals.judge(plan, evidence, now).because).toContain("github:eve is not among");
  });

  test("an identity that two people claim makes them one", () => {
    const shared = asking(
      { approvals: { ...demand, from: [] } },
      { people: { "github:ada": ["token:shared"], "github:bo": ["token:shared"] } },
    );
    expect(judge(["github:ada", "github:bo"], { policy: shared }).because).toContain("same person");
  });

  test.each([
    ["the first plan, before any policy", samplePlan({ base: { sequence: 0, revision: null } }), {}],
    ["a rollback", samplePlan(), { intent: "rollback" }],
    ["a retirement", samplePlan(), { intent: "retire" }],
  ] as const)("does not ask of %s", (_what, plan, more) => {
    expect(approvals.judge(plan, sampleEvidence({ policy: policy(), ...more }), now).verdict).toBe("open");
  });
});

test("who may approve can be asked before they do", () => {
  const asked = ["github:ada", "token:ada", "github:eve", "team:platform"].map((actor) =>
    mayApprove(policy(), actor),
  );
  expect(asked).toEqual([true, true, false, false]);
  expect(mayApprove(asking({}), "github:eve")).toBe(true);
});
