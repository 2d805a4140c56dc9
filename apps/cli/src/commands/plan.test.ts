import { describe, expect, it } from "vitest";

import { cannedEnvironment, cannedImpact, cannedPlan } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const staging = {
  "GET /environments": { body: { items: [{ ...cannedEnvironment(), problems: 0 }], next: null } },
};
const admitted = {
  outcome: "admitted",
  verdicts: [{ gate: "validity", verdict: "open", because: "Valid." }],
};

describe("plan", () => {
  it("prints changes, sentences and gates, and ends with 3 under --detect", async () => {
    const org = await startFakeOrg({
      ...staging,
      "GET /environments/staging/plan": {
        body: { plan: cannedPlan(), decision: admitted, impact: cannedImpact() },
      },
    });
    const { exitCode, stdout } = await runCaptured(["plan", "--detect"], { env: org.env });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/update\s+score\s+1\.0\.0 → 1\.0\.1/);
    expect(stdout).toContain("with.set.limit changed from 3 to 5");
    expect(stdout).toMatch(/validity\s+open/);
    expect(stdout).toContain("score/nightly: 2026-02-04 02:00 +01:00 Europe/Berlin");
    expect(stdout).toContain("score: 2 of the newest 40 would be rejected");
    expect(stdout).toContain('such as {"limit":"string"}: /limit must be number');
    expect((await runCaptured(["plan"], { env: org.env })).exitCode).toBe(0);
  });

  it("ends with 0 under --detect when nothing would change", async () => {
    const org = await startFakeOrg({
      "GET /environments/staging/plan": {
        body: { plan: cannedPlan({ changes: [] }), decision: admitted, impact: cannedImpact() },
      },
    });
    expect((await runCaptured(["plan", "-e", "staging", "--detect"], { env: org.env })).exitCode).toBe(0);
  });

  it("asks which environment is meant when there are several", async () => {
    const items = [cannedEnvironment(), cannedEnvironment({ slug: "production" })];
    const org = await startFakeOrg({ "GET /environments": { body: { items, next: null } } });
    const { exitCode, stderr } = await runCaptured(["plan"], { env: org.env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("staging, production");
  });
});
