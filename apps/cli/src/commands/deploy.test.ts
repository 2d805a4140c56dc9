import { problem } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { cannedDeploy, cannedEnvironment, cannedImpact, cannedPlan } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("deploy", () => {
  const before = { environment: cannedEnvironment() };
  const looked = { observedAt: "2026-02-03T14:04:00.000Z" };

  it("follows past answers that come from before its own look, then shows what was applied", async () => {
    const applied = cannedEnvironment({
      ...looked,
      applied: { ...before.environment.applied, sequence: 5, deploy: "d-5" },
    });
    const org = await startFakeOrg({
      "GET /environments/staging": { body: before },
      "POST /environments/staging/reconcile": [
        { status: 202, body: before },
        { body: { environment: applied } },
      ],
      "GET /deploys/d-5": { body: cannedDeploy({ state: "applied" }) },
    });
    const { exitCode, json } = await runCaptured(["deploy", "-e", "staging", "--json"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ outcome: "applied", deploy: { id: "d-5" } });
    expect(org.seen.filter(({ method }) => method === "POST")).toHaveLength(2);
    expect(org.seen.find(({ method }) => method === "POST")?.contentType).toBe("application/json");
  });

  it("ends with 1 and every problem when the commit is refused", async () => {
    const problems = [problem("IMMUTABLE_VERSION", "score@1.0.0 was released.", { fix: "Use 1.0.1." })];
    const refused = cannedEnvironment({
      ...looked,
      state: "refused",
      because: "It breaks a rule.",
      problems,
    });
    const org = await startFakeOrg({
      "GET /environments/staging": { body: before },
      "POST /environments/staging/reconcile": { body: { environment: refused } },
    });
    const { exitCode, stdout } = await runCaptured(["deploy", "-e", "staging"], { env: org.env });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("IMMUTABLE_VERSION");
    expect(stdout).toContain("Use 1.0.1.");
  });

  it("ends with 0 and says who is waited for when a gate is closed", async () => {
    const waiting = cannedEnvironment({
      ...looked,
      state: "waiting",
      because: "Needs an approval.",
      deploy: "d-5",
    });
    const org = await startFakeOrg({
      "GET /environments/staging": { body: before },
      "POST /environments/staging/reconcile": { body: { environment: waiting } },
      "GET /deploys/d-5": { body: cannedDeploy() },
    });
    const { exitCode, stdout } = await runCaptured(["deploy", "-e", "staging"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Needs an approval.");
  });

  it("changes nothing under --dry-run and --check-only", async () => {
    const waiting = { outcome: "waiting", verdicts: [], because: "Soaking.", next: "Wait.", opensAt: null };
    const org = await startFakeOrg({
      "GET /environments/staging/plan": {
        body: { plan: cannedPlan(), decision: waiting, impact: cannedImpact() },
      },
    });
    expect((await runCaptured(["deploy", "-e", "staging", "--dry-run"], { env: org.env })).exitCode).toBe(0);
    expect((await runCaptured(["deploy", "-e", "staging", "--check-only"], { env: org.env })).exitCode).toBe(
      1,
    );
    expect(org.seen.every(({ method }) => method === "GET")).toBe(true);
  });

  it("gives up after its time-out without losing the deploy", async () => {
    const org = await startFakeOrg({
      "GET /environments/staging": { body: before },
      "POST /environments/staging/reconcile": { status: 202, body: before },
    });
    const { exitCode, stderr } = await runCaptured(["deploy", "-e", "staging", "--timeout", "20ms"], {
      env: org.env,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("lockstep status -e staging");
  });
});

describe("approve and reject", () => {
  it("sends the hash of the plan that was shown", async () => {
    const { deploy } = cannedDeploy();
    const org = await startFakeOrg({
      "GET /environments/staging": { body: { environment: cannedEnvironment({ deploy: "d-5" }) } },
      "GET /deploys/d-5": { body: cannedDeploy() },
      "POST /deploys/d-5/approve": { body: { approval: { verdict: "approved", actor: "token:ada" } } },
    });
    const said = await runCaptured(["approve", "-e", "staging"], { env: org.env, isTTY: true, stdin: "y\n" });
    expect(said.exitCode).toBe(0);
    expect(org.seen.at(-1)?.body).toEqual({ planHash: deploy.planHash });
  });

  it("sends nothing without a yes, or when the named plan is another one", async () => {
    const org = await startFakeOrg({ "GET /deploys/d-5": { body: cannedDeploy() } });
    const no = await runCaptured(["approve", "d-5"], { env: org.env, isTTY: true, stdin: "\n" });
    const other = await runCaptured(["approve", "d-5", "--plan-hash", "sha256:other"], { env: org.env });
    const unasked = await runCaptured(["reject", "d-5", "-r", "no"], { env: org.env });
    expect([no.exitCode, other.exitCode, unasked.exitCode]).toEqual([1, 1, 2]);
    expect(org.seen.every(({ method }) => method === "GET")).toBe(true);
  });
});
