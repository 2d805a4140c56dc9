import { checksumOf, type TestedManifest } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { asking, now, sampleChange, sampleEvidence, samplePlan } from "../testing/sample-evidence.ts";
import { verification } from "./verification.ts";

const policy = asking({ verification: { tests: "require", smoke: [], onFailure: "hold" } });
const manifest = (slug: string) => checksumOf("lockstep-manifest/v1", slug);

function change(slug: string) {
  const sample = sampleChange({ slug });
  return { ...sample, to: sample.to === null ? null : { ...sample.to, manifest: manifest(slug) } };
}

function tested(slug: string, more: Partial<TestedManifest> = {}): TestedManifest {
  return { slug, manifest: manifest(slug), total: 3, failed: 0, because: "", ...more };
}

function judge(tests: readonly TestedManifest[] | null, changes = [change("orders"), change("mails")]) {
  return verification.judge(samplePlan({ changes }), sampleEvidence({ policy, tests }), now);
}

describe("the verification gate", () => {
  test("opens when all tests pass, or there are none", () => {
    expect(judge([tested("orders"), tested("mails")])).toMatchObject({
      verdict: "open",
      because: "all 6 tests of what it brings pass",
    });
    const none = { total: 0 };
    expect(judge([tested("orders", none), tested("mails", none)])).toMatchObject({
      because: "what it brings has no tests",
    });
  });

  test("looks again for tests that have not run yet", () => {
    expect(judge([tested("orders")])).toMatchObject({
      verdict: "waiting",
      because: "The tests of mails have not run yet.",
      opensAt: "2026-03-02T10:01:00.000Z",
    });
    expect(judge(null).verdict).toBe("waiting");
  });

  test("refuses what fails its tests, even while others have not run", () => {
    expect(judge([tested("orders", { failed: 1, because: "test late: expected 1." })])).toMatchObject({
      verdict: "refused",
      because: "1 of 3 tests of orders 2.0.0 failed: test late: expected 1.",
      problems: [{ code: "TEST_FAILED", facts: { pipeline: "orders", failed: 1 } }],
    });
  });

  test("asks of no manifest that stays or goes", () => {
    const changes = [
      sampleChange({ kind: "prune", to: null }),
      sampleChange({ kind: "configure", from: null, to: null }),
    ];
    expect(judge([], changes).verdict).toBe("open");
  });

  test("asks nothing where tests are off", () => {
    const off = asking({ verification: { tests: "off", smoke: [], onFailure: "hold" } });
    expect(verification.judge(samplePlan(), sampleEvidence({ policy: off }), now).verdict).toBe("open");
  });
});
