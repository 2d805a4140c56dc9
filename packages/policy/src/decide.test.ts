import { checksumOf, problem, type Evidence, type Plan } from "@lockstep/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { decide } from "./decide.ts";
import {
  now,
  sampleApproval,
  sampleChange,
  sampleEnvironment,
  sampleEvidence,
  samplePipeline,
  samplePlan,
} from "./testing/sample-evidence.ts";

const environment = sampleEnvironment();
const manual = sampleEnvironment({ apply: { ...environment.apply, mode: "manual" } });
const secretUser = samplePipeline({ uses: { variables: [], secrets: ["TOKEN"], connections: [] } });
const withSecret = sampleEnvironment({ secrets: { TOKEN: { ref: "env:TOKEN", teams: null, hosts: null } } });

test("admits what every gate lets through, and names every gate in order", () => {
  const decision = decide(samplePlan(), sampleEvidence(), now);
  expect(decision.outcome).toBe("admitted");
  expect(decision.verdicts.map(({ gate }) => gate).join(" ")).toBe(
    "validity immutability branch history signatures configuration secrets queues webhooks rejection hold brake late-arrival manual " +
      "contract approvals soak windows verification pull-request checks",
  );
});

test("one refusal outweighs every gate that waits, and all its problems are told", () => {
  const bad = [
    problem("SCHEMA", "Field a is unknown."),
    problem("IMMUTABLE_VERSION", "Version 1.0.0 is released."),
  ];
  const decision = decide(samplePlan({ problems: bad }), sampleEvidence({ policy: manual }), now);
  expect(decision).toMatchObject({
    outcome: "refused",
    because: "validity: Field a is unknown. immutability: Version 1.0.0 is released.",
    problems: bad,
  });
});

test("warnings refuse nothing", () => {
  const warning = problem("SEMVER_TOO_SMALL", "too small", { severity: "warning" });
  expect(decide(samplePlan({ problems: [warning] }), sampleEvidence(), now).outcome).toBe("admitted");
});

test("a plan without changes asks for no approval, but its revision has to be valid and its own", () => {
  const empty = samplePlan({ changes: [] });
  expect(decide(empty, sampleEvidence({ policy: manual }), now).outcome).toBe("admitted");
  const broken = { ...empty, problems: [problem("SCHEMA", "bad")] };
  expect(decide(broken, sampleEvidence(), now).outcome).toBe("refused");
  expect(decide(empty, sampleEvidence({ branchOwners: ["staging"] }), now).outcome).toBe("refused");
  expect(decide(empty, sampleEvidence({ ancestry: "behind" }), now).outcome).toBe("refused");
});

test("a change of the environment alone passes the same gates", () => {
  const configure = samplePlan({
    changes: [sampleChange({ kind: "configure", class: null, from: null, to: null })],
  });
  expect(decide(configure, sampleEvidence({ policy: manual }), now).outcome).toBe("waiting");
});

test("gates are judged by the policy in force, not by the one that the plan brings", () => {
  const evidence = sampleEvidence({ policy: manual, configuration: environment });
  expect(decide(samplePlan(), evidence, now).outcome).toBe("waiting");
});

test("knows when it opens only where no person is waited for", () => {
  const evidence = sampleEvidence({
    configuration: withSecret,
    pipelines: [secretUser],
    unresolvedSecrets: new Map([["TOKEN", "LOCKSTEP_SECRET__PRODUCTION__TOKEN is not set"]]),
  });
  expect(decide(samplePlan(), evidence, now)).toMatchObject({ opensAt: "2026-03-02T10:01:00.000Z" });
  expect(decide(samplePlan(), { ...evidence, policy: manual }, now)).toMatchObject({ opensAt: null });
});

test("says what to do, and nothing of what opens by itself beside it", () => {
  const windows = {
    timezone: "UTC",
    allow: [{ cron: "0 0 1 1 *", duration: "1h", reason: "" }],
    deny: [],
    breakGlass: null,
  };
  const closed = sampleEnvironment({ gates: { ...environment.gates, windows } });
  const both = { ...closed, apply: manual.apply };
  const nextOf = (policy: typeof closed) => decide(samplePlan(), sampleEvidence({ policy }), now);
  expect(nextOf(closed)).toMatchObject({ next: expect.stringContaining("opens by itself") });
  expect(nextOf(both)).toMatchObject({ next: expect.not.stringContaining("opens by itself") });
});

const plans: fc.Arbitrary<Plan> = fc
  .record({ pruned: fc.nat(4), isBroken: fc.boolean(), isEmpty: fc.boolean() })
  .map(({ pruned, isBroken, isEmpty }) =>
    samplePlan({
      counts: { applied: 4, desired: 4 - pruned, pruned },
      problems: isBroken ? [problem("SCHEMA", "bad")] : [],
      changes: isEmpty ? [] : [sampleChange()],
    }),
  );
const evidences: fc.Arbitrary<Evidence> = fc
  .record({
    policy: fc.constantFrom(environment, manual),
    ancestry: fc.constantFrom("first", "same", "ahead", "behind", "diverged"),
    isLateArrival: fc.boolean(),
    approvals: fc.constantFrom([], [sampleApproval()], [sampleApproval({ verdict: "rejected" })]),
  })
  .map((more) => sampleEvidence(more));

test("approvals of another plan count for nothing", () => {
  const verdict = fc.constantFrom("approved" as const, "rejected" as const);
  fc.assert(
    fc.property(plans, evidences, verdict, (plan, evidence, given) => {
      const elsewhere = sampleApproval({ planHash: checksumOf("lockstep-plan/v1", "other"), verdict: given });
      const approvals = [...evidence.approvals, elsewhere];
      expect(decide(plan, { ...evidence, approvals }, now)).toEqual(decide(plan, evidence, now));
    }),
  );
});

test("the outcome is that of its strongest verdict", () => {
  fc.assert(
    fc.property(plans, evidences, (plan, evidence) => {
      const { outcome, verdicts } = decide(plan, evidence, now);
      const kinds = new Set(verdicts.map(({ verdict }) => verdict));
      const expected = kinds.has("refused") ? "refused" : kinds.has("waiting") ? "waiting" : "admitted";
      expect(outcome).toBe(expected);
    }),
  );
});

test("no approval opens a gate that refused", () => {
  fc.assert(
    fc.property(plans, evidences, (plan, evidence) => {
      fc.pre(decide(plan, evidence, now).outcome === "refused");
      const approvals = [...evidence.approvals, sampleApproval({ actor: "github:grace" })];
      expect(decide(plan, { ...evidence, approvals }, now).outcome).toBe("refused");
    }),
  );
});
