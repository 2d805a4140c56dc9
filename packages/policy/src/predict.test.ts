import {
  checksumOf,
  durationMilliseconds,
  type Evidence,
  type SoakedContent,
  toTimestamp,
} from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decide } from "./decide.ts";
import {
  asking,
  now,
  sampleApproval,
  sampleChange,
  sampleEvidence,
  samplePipeline,
  samplePlan,
} from "./testing/sample-evidence.ts";

const start = Date.parse(now);
const hour = 3_600_000;
const sample = sampleChange();
const content = sample.to?.content ?? checksumOf("lockstep-content/v1", "none");
const soak = { in: "staging", duration: "30h", minRuns: 0, maxFailureRate: 1 };
const office = { cron: "0 8 * * 1-4", duration: "9h", reason: "" };

function soakedSince(since: number): readonly SoakedContent[] {
  const at = toTimestamp(since);
  return [
    {
      slug: "triage",
      content,
      since: at,
      inForceSince: at,
      endedMs: 0,
      runs: 0,
      failed: 0,
      isQuarantined: false,
    },
  ];
}

const window = fc.record({
  cron: fc.constantFrom("0 8 * * 1-4", "30 2 * * *", "0 0 * * 0", "0 12 * * *", "0 0 8 3 *"),
  duration: fc.constantFrom("30m", "2h", "9h", "3d"),
  reason: fc.constant(""),
});

const evidences: fc.Arbitrary<Evidence> = fc
  .record({
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York"),
    allow: fc.array(window, { maxLength: 2 }),
    deny: fc.array(window, { maxLength: 2 }),
    since: fc.integer({ min: -40 * hour, max: 0 }),
    expiresAfter: fc.constantFrom(null, "1h", "20h", "10d"),
  })
  .map(({ timezone, allow, deny, since, expiresAfter }) => {
    const approvals = { required: 1, from: [], excludeAuthor: false, expiresAfter };
    return sampleEvidence({
      policy: asking({ windows: { timezone, allow, deny, breakGlass: null }, soak, approvals }),
      soak: soakedSince(start + since),
      approvals: [sampleApproval()],
    });
  });

describe("the predicted instant", () => {
  test("is the first one at which the plan is admitted", () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 8,
      maxLength: 8,
    });
    let predicted = 0;
    fc.assert(
      fc.property(evidences, shares, (evidence, samples) => {
        const decision = decide(samplePlan(), evidence, now);
        if (decision.outcome !== "waiting" || decision.predictedAt === null) return;
        predicted += 1;
        const end = Date.parse(decision.predictedAt);
        expect(decide(samplePlan(), evidence, decision.predictedAt).outcome).toBe("admitted");
        const before = [...samples.map((share) => start + Math.floor(share * (end - start))), end - 1];
        for (const instant of before)
          expect(decide(samplePlan(), evidence, toTimestamp(instant)).outcome).toBe("waiting");
        expect((decision.opensAt ?? "") <= decision.predictedAt).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(predicted).toBeGreaterThan(10);
  });

  test("is the one at which the window opens again, when it closes before the soak is over", () => {
    const windows = { timezone: "UTC", allow: [office], deny: [], breakGlass: null };
    const evidence = sampleEvidence({
      policy: asking({ windows, soak }),
      soak: soakedSince(start - 20 * hour),
    });
    const late = "2026-03-02T18:00:00.000Z";
    expect(decide(samplePlan(), evidence, late)).toMatchObject({
      opensAt: "2026-03-03T08:00:00.000Z",
      predictedAt: "2026-03-03T08:00:00.000Z",
    });
    // At 10:00:30 the window is open; the soak ends at 20:00:30, when it is closed again.
    expect(decide(samplePlan(), evidence, now)).toMatchObject({
      opensAt: "2026-03-02T20:00:30.000Z",
      predictedAt: "2026-03-03T08:00:00.000Z",
    });
  });

  const closed = { timezone: "UTC", allow: [{ ...office, cron: "0 12 * * *" }], deny: [], breakGlass: null };

  test.each<readonly [string, Partial<Evidence>]>([
    ["a person is waited for", { policy: asking({ windows: closed, contract: "allow" }), holds: [pause()] }],
    ["an approval expires before", expiring("1h")],
    [
      "something is looked at again every minute",
      {
        policy: asking({ windows: closed, verification: { tests: "require", smoke: [], onFailure: "hold" } }),
        tests: [],
      },
    ],
    [
      "runs are missing",
      { policy: asking({ windows: closed, soak: { ...soak, minRuns: 1 } }), soak: soakedSince(0) },
    ],
  ])("is not known when %s", (_why, more) => {
    expect(decide(samplePlan(), sampleEvidence(more), now)).toMatchObject({
      outcome: "waiting",
      predictedAt: null,
    });
  });

  test("is known when the approval lasts until then", () => {
    const decision = decide(samplePlan(), sampleEvidence(expiring("2h")), now);
    expect(decision).toMatchObject({ predictedAt: "2026-03-02T12:00:00.000Z" });
    expect(durationMilliseconds("2h")).toBeGreaterThan(Date.parse("2026-03-02T12:00:00.000Z") - start);
  });

  function expiring(expiresAfter: string): Partial<Evidence> {
    const approvals = { required: 1, from: [], excludeAuthor: false, expiresAfter };
    return { policy: asking({ windows: closed, approvals }), approvals: [sampleApproval()] };
  }
});

function pause() {
  const actor = { kind: "user", id: "github:ada" } as const;
  const open = { liftedAt: null, liftedBy: null, liftReason: "", deploy: null };
  return { id: "h", environment: "production", kind: "pause" as const, reason: "", actor, at: now, ...open };
}

test("a plan of 10 000 pipelines is judged in a moment", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `p${index}`);
  const contentOf = (slug: string) => checksumOf("lockstep-content/v1", slug);
  const changes = names.map((slug) => {
    const change = sampleChange({ slug });
    return {
      ...change,
      to: change.to === null ? null : { ...change.to, content: contentOf(slug), manifest: contentOf(slug) },
    };
  });
  const at = toTimestamp(start - 2 * hour);
  const actor = { kind: "user", id: "github:ada" } as const;
  const windows = { timezone: "UTC", allow: [{ ...office, cron: "0 12 * * *" }], deny: [], breakGlass: null };
  const evidence = sampleEvidence({
    policy: asking({ windows, soak, verification: { tests: "require", smoke: [], onFailure: "hold" } }),
    pipelines: names.map((slug) => samplePipeline({ slug, content: contentOf(slug) })),
    soak: names.map((slug) => ({
      slug,
      content: contentOf(slug),
      since: at,
      inForceSince: at,
      endedMs: 0,
      runs: 1,
      failed: 0,
      isQuarantined: false,
    })),
    tests: names.map((slug) => ({ slug, manifest: contentOf(slug), total: 1, failed: 0, because: "" })),
    quarantine: names.map((slug) => ({
      environment: "production",
      slug,
      content: contentOf(`${slug} old`),
      version: "1.0.0",
      hold: "h",
      reason: "",
      actor,
      since: now,
    })),
  });
  const plan = samplePlan({ changes });
  const times = Array.from({ length: 7 }, () => {
    const began = performance.now();
    expect(decide(plan, evidence, now)).toMatchObject({ outcome: "waiting" });
    return performance.now() - began;
  });
  // 50 ms on an idle machine; what is quadratic takes seconds.
  expect(Math.min(...times)).toBeLessThan(250);
});
