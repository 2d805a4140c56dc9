import type { Gates } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { decide } from "../decide.ts";
import { mayBreakGlass } from "../people/is-named.ts";
import { asking, sampleApproval, sampleEvidence, samplePlan } from "../testing/sample-evidence.ts";
import { windows } from "./windows.ts";

const office = { cron: "0 8 * * 1-4", duration: "9h", reason: "" };
const freeze = { cron: "0 0 20 12 *", duration: "14d", reason: "year-end freeze" };
const breakGlass = { from: ["team:oncall"], reasonRequired: true, reconcileWithin: "24h" };
const demand: NonNullable<Gates["windows"]> = {
  timezone: "Europe/Berlin",
  allow: [office],
  deny: [freeze],
  breakGlass,
};
const directory = { teams: { oncall: ["github:grace"] }, people: { "github:grace": ["token:grace"] } };
const approvals = { required: 1, from: [], excludeAuthor: false, expiresAfter: null };
const policy = asking({ windows: demand }, directory);

function judge(now: string, gates: Partial<typeof demand> = {}) {
  const evidence = sampleEvidence({ policy: asking({ windows: { ...demand, ...gates } }, directory) });
  return windows.judge(samplePlan(), evidence, now);
}

describe("the windows gate", () => {
  test("is open inside a window", () => {
    expect(judge("2026-03-02T07:00:00.000Z")).toMatchObject({ verdict: "open" });
    expect(judge("2026-03-02T15:59:59.999Z")).toMatchObject({ verdict: "open" });
  });

  test("says when the next one opens, on the clocks of its zone", () => {
    expect(judge("2026-03-26T16:00:00.000Z")).toMatchObject({
      verdict: "waiting",
      because:
        "production is outside its windows; the next one opens Mon 2026-03-30 08:00 GMT+2 (Europe/Berlin).",
      next: "Nothing; it opens by itself. In an emergency team:oncall may break the glass.",
      opensAt: "2026-03-30T06:00:00.000Z",
    });
  });

  test("says why it is denied, and does not open at a window that is denied too", () => {
    expect(judge("2026-12-21T10:00:00.000Z")).toMatchObject({
      verdict: "waiting",
      because:
        "production is in a window that denies applying (year-end freeze); the next one opens Mon 2027-01-04 08:00 GMT+1 (Europe/Berlin).",
      opensAt: "2027-01-04T07:00:00.000Z",
    });
  });

  test("is always open but for denied times where nothing is allowed by name", () => {
    expect(judge("2026-03-26T16:00:00.000Z", { allow: [] }).verdict).toBe("open");
    expect(judge("2026-12-21T10:00:00.000Z", { allow: [] })).toMatchObject({
      opensAt: "2027-01-02T23:00:00.000Z",
    });
  });

  test("merges windows that overlap", () => {
    const deny = [
      { cron: "0 10 2 3 *", duration: "2h", reason: "move" },
      { cron: "0 11 2 3 *", duration: "2h", reason: "" },
    ];
    expect(judge("2026-03-02T10:30:00.000Z", { timezone: "UTC", allow: [], deny })).toMatchObject({
      because: expect.stringContaining("(move); the next one opens Mon 2026-03-02 13:00 GMT+0 (UTC)."),
      opensAt: "2026-03-02T13:00:00.000Z",
    });
  });

  test("says so when it never opens", () => {
    const deny = [{ cron: "0 * * * *", duration: "2h", reason: "" }];
    expect(judge("2026-03-02T10:30:00.000Z", { allow: [], deny, breakGlass: null })).toMatchObject({
      because: "production is in a window that denies applying; none opens within two years.",
      next: "Change the windows on the control branch.",
      opensAt: null,
    });
  });
});

describe("breaking the glass", () => {
  const closed = "2026-12-21T10:00:00.000Z";
  const word = sampleApproval({
    actor: "token:grace",
    verdict: "broken-glass",
    reason: "prod is down",
    at: closed,
  });
  const outcome = (given: typeof word, gates: Partial<Gates> = {}) => {
    const asked = asking({ windows: demand, approvals, ...gates }, directory);
    return decide(samplePlan(), sampleEvidence({ policy: asked, approvals: [given] }), closed);
  };

  test("opens windows and approvals, and says who and why", () => {
    const { verdicts, ...decision } = outcome(word);
    expect(decision.outcome).toBe("admitted");
    for (const gate of ["windows", "approvals"])
      expect(verdicts.find((one) => one.gate === gate)?.because).toBe(
        "token:grace broke the glass: prod is down",
      );
  });

  test.each([
    ["somebody whom the policy does not name", { ...word, actor: "github:ada" }, {}],
    ["another plan", { ...word, planHash: `sha256:${"0".repeat(64)}` }, {}],
    ["a policy that lets nobody", word, { windows: { ...demand, breakGlass: null } }],
    ["soak", word, { soak: { in: "staging", duration: "1h", minRuns: 0, maxFailureRate: 1 } }],
    ["tests", word, { verification: { tests: "require" as const, smoke: [], onFailure: "hold" as const } }],
    ["pull requests", word, { pullRequest: true }],
  ])("opens nothing for %s", (_what, given, gates) => {
    expect(outcome(given, gates).outcome).toBe("waiting");
  });

  test("may be asked for before", () => {
    expect(
      ["github:grace", "token:grace", "github:ada"].map((actor) => mayBreakGlass(policy, actor)),
    ).toEqual([true, true, false]);
    expect(mayBreakGlass(asking({}), "github:grace")).toBe(false);
  });
});
