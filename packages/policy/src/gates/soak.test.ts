import type { Gates, SoakedContent } from "@lockstep/model";
import { checksumOf } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { asking, now, sampleChange, sampleEvidence, samplePlan } from "../testing/sample-evidence.ts";
import { soak } from "./soak.ts";

const demand: NonNullable<Gates["soak"]> = { in: "staging", duration: "1h", minRuns: 5, maxFailureRate: 0.2 };
const policy = asking({ soak: demand });
const content = checksumOf("lockstep-content/v1", "new");
const other = checksumOf("lockstep-content/v1", "other");

function change(slug: string, to = content) {
  const sample = sampleChange({ slug });
  return { ...sample, to: sample.to === null ? null : { ...sample.to, content: to } };
}

function soaked(more: Partial<SoakedContent> = {}): SoakedContent {
  const since = "2026-03-02T09:00:00.000Z";
  const inForceSince = more.since === undefined ? since : more.since;
  const stay = { since, inForceSince, endedMs: 0 };
  return { slug: "orders", content, ...stay, runs: 10, failed: 2, isQuarantined: false, ...more };
}

function judge(found: readonly SoakedContent[] | null, changes = [change("orders")]) {
  return soak.judge(samplePlan({ changes }), sampleEvidence({ policy, soak: found }), now);
}

describe("the soak gate", () => {
  test("opens when the content was there long enough, ran, and did well", () => {
    expect(judge([soaked()])).toMatchObject({
      verdict: "open",
      because: "everything it brings has soaked in staging",
    });
  });

  test("counts all its stays, and no time between them", () => {
    const half = { endedMs: 1_800_000 };
    expect(judge([soaked({ ...half, inForceSince: "2026-03-02T09:50:30.000Z" })])).toMatchObject({
      verdict: "waiting",
      opensAt: "2026-03-02T10:20:30.000Z",
    });
    expect(judge([soaked({ ...half, inForceSince: "2026-03-02T09:30:00.000Z" })]).verdict).toBe("open");
    expect(judge([soaked({ endedMs: 3_600_000, inForceSince: null })]).verdict).toBe("open");
  });

  test.each([
    ["was never there", { since: null }, "orders 2.0.0 has never been in force in staging."],
    [
      "left before its time",
      { inForceSince: null, endedMs: 3_000 },
      "orders 2.0.0 was in force in staging for 3 s only and has to be for 1h.",
    ],
    ["was taken out there", { isQuarantined: true }, "orders 2.0.0 was taken out of staging as bad."],
    ["has too few runs", { runs: 3, failed: 0 }, "orders 2.0.0 has 3 of 5 runs in staging."],
    ["failed too often", { failed: 3 }, "orders 2.0.0 failed 3 of 10 runs in staging, more than 20 %."],
  ] as const)("knows no instant for content that %s", (_what, more, because) => {
    expect(judge([soaked(more)])).toMatchObject({ verdict: "waiting", because, opensAt: null });
  });

  test("does not take another content of the same slug for it", () => {
    expect(judge([soaked({ content: other })]).because).toContain("never been in force");
  });

  test("opens at the very instant when only time is missing", () => {
    const since = "2026-03-02T09:30:00.250Z";
    expect(judge([soaked({ since })])).toMatchObject({
      verdict: "waiting",
      opensAt: "2026-03-02T10:30:00.250Z",
    });
    const at = (instant: string) =>
      soak.judge(
        samplePlan({ changes: [change("orders")] }),
        sampleEvidence({ policy, soak: [soaked({ since })] }),
        instant,
      ).verdict;
    expect([at("2026-03-02T10:30:00.249Z"), at("2026-03-02T10:30:00.250Z")]).toEqual(["waiting", "open"]);
  });

  test("opens for all at once: the latest instant, and none while something needs more than time", () => {
    const changes = [change("orders"), change("mails"), change("bills")];
    const young = [
      soaked({ since: "2026-03-02T09:20:00.000Z" }),
      soaked({ slug: "mails", since: "2026-03-02T09:40:00.000Z" }),
      soaked({ slug: "bills" }),
    ];
    expect(judge(young, changes)).toMatchObject({
      because:
        "mails 2.0.0 is in force in staging since 2026-03-02T09:40:00.000Z and has to be for 1h (and 1 more).",
      opensAt: "2026-03-02T10:40:00.000Z",
    });
    expect(judge(young.slice(0, 2), changes)).toMatchObject({
      because: "bills 2.0.0 has never been in force in staging (and 2 more).",
      opensAt: null,
    });
  });

  test("asks of created and changed content, not of what brings none", () => {
    const from = { version: "1.0.0", content, manifest: content, team: null, path: "" };
    const changes = [
      sampleChange({ kind: "revert" }),
      sampleChange({ kind: "prune", to: null }),
      sampleChange({ kind: "retune" }),
      { ...change("orders"), from },
      sampleChange({ kind: "configure", from: null, to: null }),
    ];
    expect(judge([], changes).verdict).toBe("open");
    expect(judge([], [sampleChange({ kind: "create", from: null })]).verdict).toBe("waiting");
  });

  test("stays closed while nobody read how the content did", () => {
    expect(judge(null)).toMatchObject({ verdict: "waiting", opensAt: "2026-03-02T10:01:00.000Z" });
  });

  test("counts a share that is exactly the limit as met, whatever binary fractions make of it", () => {
    const tight = asking({ soak: { ...demand, maxFailureRate: 0.57 } });
    const evidence = sampleEvidence({ policy: tight, soak: [soaked({ runs: 100, failed: 57 })] });
    expect(soak.judge(samplePlan({ changes: [change("orders")] }), evidence, now).verdict).toBe("open");
  });
});
