import { describe, expect, it } from "vitest";

import type { ApprovalView } from "../org/responses.ts";
import { cannedAttempt, cannedRun } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const asked = (changes: Partial<ApprovalView> = {}): ApprovalView => ({
  run: "r-1",
  environment: "staging",
  slug: "release",
  version: "1.0.0",
  team: null,
  step: "review",
  item: -1,
  attempt: 1,
  prompt: "Ship it?",
  assignees: ["team:ops"],
  form: { type: "object", required: ["approved"] },
  since: "2026-02-03T14:00:00.000Z",
  expiresAt: "2026-02-10T14:00:00.000Z",
  ...changes,
});

const approvals = (...items: readonly ApprovalView[]) => ({
  "GET /approvals": { body: { items, next: null } },
});

const completed = {
  body: {
    run: cannedRun({ status: "waiting" }),
    step: cannedAttempt({ step: "review", status: "waiting", repliedBy: "token:ada" }),
  },
};

describe("runs --waiting", () => {
  it("says what waits for whom", async () => {
    const org = await startFakeOrg(
      approvals(asked(), asked({ step: "check", item: 2, assignees: ["github:ada"] })),
    );
    const { exitCode, stdout } = await runCaptured(["runs", "--waiting"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/r-1\s+staging\s+release@1\.0\.0\s+review\s+team:ops/);
    expect(stdout).toMatch(/check item 2\s+github:ada/);
    expect(stdout).toContain("Ship it?");
  });
});

describe("answer", () => {
  it("without a value shows the question and its form, and answers nothing", async () => {
    const org = await startFakeOrg(approvals(asked()));
    const { exitCode, stdout } = await runCaptured(["answer", "r-1"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Ship it?");
    expect(stdout).toContain('"approved"');
    expect(org.seen.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("answers the only step that waits, or the named one and item", async () => {
    const org = await startFakeOrg({
      ...approvals(asked()),
      "POST /runs/r-1/steps/review/complete": completed,
      "POST /runs/r-1/steps/check/complete": completed,
    });
    const value = '{"approved":true}';
    const one = await runCaptured(["answer", "r-1", "--value", value], { env: org.env });
    expect([one.exitCode, one.stdout]).toEqual([0, expect.stringContaining("review is answered")]);
    await runCaptured(["answer", "r-1", "check", "--item", "2", "--value", value], { env: org.env });
    const sent = org.seen.filter(({ method }) => method === "POST").map(({ path, body }) => ({ path, body }));
    expect(sent).toEqual([
      { path: "/runs/r-1/steps/review/complete", body: { value: { approved: true } } },
      { path: "/runs/r-1/steps/check/complete", body: { value: { approved: true }, item: 2 } },
    ]);
  });

  it("asks which step is meant when several wait, and refuses a value that is no JSON", async () => {
    const org = await startFakeOrg(approvals(asked(), asked({ step: "check", item: 2 })));
    const several = await runCaptured(["answer", "r-1", "--value", "{}"], { env: org.env });
    expect([several.exitCode, several.stderr]).toEqual([
      2,
      expect.stringContaining("review, check --item 2"),
    ]);
    const broken = await runCaptured(["answer", "r-1", "review", "--value", "yes"], { env: org.env });
    expect(broken.exitCode).toBe(2);
    expect(org.seen.some(({ method }) => method === "POST")).toBe(false);
  });

  it("says so when nothing waits", async () => {
    const org = await startFakeOrg(approvals());
    const { exitCode, stderr } = await runCaptured(["answer", "r-1"], { env: org.env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("lockstep runs --waiting")]);
  });
});

describe("retry", () => {
  it("takes up a run on its version, or starts on the applied one, and names the new run", async () => {
    const org = await startFakeOrg({
      "POST /runs/r-1/retry": {
        status: 202,
        body: { run: cannedRun({ id: "r-2", retryOf: "r-1", status: "queued" }) },
      },
    });
    const { exitCode, stdout } = await runCaptured(["retry", "r-1"], { env: org.env });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("r-2 takes up r-1")]);
    await runCaptured(["retry", "r-1", "--applied"], { env: org.env });
    expect(org.seen.map(({ body }) => body)).toEqual([{ version: "same" }, { version: "applied" }]);
  });
});

describe("runs <run>", () => {
  it("says what its steps wait for, and where the run came from", async () => {
    const parent = {
      run: "r-0",
      step: "call",
      item: -1,
      attempt: 1,
      isAwaited: true,
      ancestors: ["release"],
    };
    const waiting = { status: "waiting", endedAt: null, retryAt: "2026-02-10T14:00:00.000Z" } as const;
    const { prompt, assignees } = asked();
    const org = await startFakeOrg({
      "GET /runs/r-1": {
        body: { run: cannedRun({ status: "waiting", endedAt: null, parent, retryOf: "r-9" }) },
      },
      "GET /runs/r-1/steps": {
        body: {
          items: [
            cannedAttempt({ ...waiting, waitsFor: { kind: "person", prompt, assignees, form: {} } }),
            cannedAttempt({ ...waiting, step: "call", waitsFor: { kind: "run", run: "r-7" } }),
          ],
          next: null,
        },
      },
    });
    const { stdout } = await runCaptured(["runs", "r-1"], { env: org.env });
    expect(stdout).toContain("called by r-0 call");
    expect(stdout).toContain("takes up r-9");
    expect(stdout).toMatch(/waits for team:ops until 2026-02-10T14:00:00.000Z: Ship it\?/);
    expect(stdout).toContain("waits for run r-7");
  });
});
