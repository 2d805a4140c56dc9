import { describe, expect, it } from "vitest";

import type { QueuesAnswer } from "../org/responses.ts";
import { cannedRun } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const load = { queued: 3, held: 1, running: 40, waiting: 2, oldestQueuedAt: null };

const busy: QueuesAnswer = {
  queues: [{ queue: "prod-support", ...load, teams: [{ team: "support", ...load }] }],
  quotas: [{ scope: "team", name: "support", quota: "concurrentRuns", limit: 40, used: 40 }],
};

describe("queues", () => {
  it("shows queues by team and the use of quotas", async () => {
    const org = await startFakeOrg({ "GET /environments/production/queues": { body: busy } });
    const { exitCode, stdout } = await runCaptured(["queues", "-e", "production"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/QUEUE +TEAM +QUEUED +RUNNING +PARKED +OLDEST/);
    expect(stdout).toMatch(/prod-support +support +3 \(1 for their key\) +40 +2/);
    expect(stdout).toMatch(/concurrentRuns +team support +40 of 40/);
  });

  it("says so when nothing waits or runs", async () => {
    const org = await startFakeOrg({
      "GET /environments/production/queues": { body: { queues: [], quotas: [] } },
    });
    const { stdout } = await runCaptured(["queues", "-e", "production"], { env: org.env });
    expect(stdout).toBe("No runs wait or run in production.\n");
  });
});

describe("runs", () => {
  it("says what a queued run waits for", async () => {
    const waitsFor = "waits for a slot of team support: 40 of 40 running";
    const run = cannedRun({ status: "queued", startedAt: null, endedAt: null, waitsFor });
    const org = await startFakeOrg({
      "GET /runs": { body: { items: [run], next: null } },
      [`GET /runs/${run.id}`]: { body: { run } },
      [`GET /runs/${run.id}/steps`]: { body: { items: [], next: null } },
    });
    expect((await runCaptured(["runs"], { env: org.env })).stdout).toContain(waitsFor);
    expect((await runCaptured(["runs", run.id], { env: org.env })).stdout).toContain(waitsFor);
  });
});
