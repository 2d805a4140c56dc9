import { describe, expect, it } from "vitest";

import type { DeliveryView, ForgeAnswer, OutboxView } from "../org/responses.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

type ForgeFacts = ForgeAnswer["forge"];

const working: ForgeFacts = {
  name: "github",
  capabilities: {
    pullRequests: true,
    checks: true,
    statuses: true,
    deployments: true,
    comments: true,
    commits: true,
    redelivery: true,
  },
  status: {
    answeredAt: "2026-02-03T14:03:00.000Z",
    fault: null,
    rate: { remaining: 4_900, limit: 5_000, resetAt: "2026-02-03T15:00:00.000Z" },
    pausedUntil: null,
  },
  takesDeliveries: true,
  lastDeliveryAt: "2026-02-03T14:02:00.000Z",
  outbox: { pending: 0, dead: 0, oldestAt: null },
  findings: [
    { subject: "permission:checks", state: "ok", because: "write is given.", next: null },
    { subject: "webhook", state: "unknown", because: "None was sent yet.", next: "Push a commit." },
  ],
};

async function status(forge: ForgeFacts) {
  const org = await startFakeOrg({ "GET /forge": { body: { forge } } });
  const captured = await runCaptured(["github", "status"], {
    env: org.env,
    clock: { now: () => Date.parse("2026-02-03T14:04:00.000Z") },
  });
  return { ...captured, org };
}

describe("github status", () => {
  it("asks the org to look and ends with 0 when nothing is missing", async () => {
    const { exitCode, stdout, org } = await status(working);
    expect(exitCode).toBe(0);
    expect(org.seen[0]?.path).toBe("/forge?inspect=true");
    expect(stdout).toContain("1 of 2 things are as they should be.");
    expect(stdout).toMatch(/webhook +unknown +None was sent yet\.\n +next: Push a commit\./);
    expect(stdout).toMatch(/last delivery +2 min ago/);
    expect(stdout).toMatch(/outbox +nothing waits/);
  });

  it("ends with 1 when something is missing, and tells how far GitHub is behind", async () => {
    const { exitCode, stdout } = await status({
      ...working,
      status: { ...working.status, fault: "GitHub answered 503", pausedUntil: "2026-02-03T14:10:00.000Z" },
      takesDeliveries: false,
      outbox: { pending: 3, dead: 1, oldestAt: "2026-02-03T14:01:00.000Z" },
      findings: [{ subject: "permission:checks", state: "missing", because: "none.", next: "Set it." }],
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/permission:checks +missing +none\.\n +next: Set it\./);
    expect(stdout).toMatch(/fault +GitHub answered 503/);
    expect(stdout).toMatch(/paused +until 2026-02-03T14:10/);
    expect(stdout).toMatch(/3 wait, the oldest since 3 min ago; 1 given up/);
    expect(stdout).toContain("LOCKSTEP_GITHUB_WEBHOOK_SECRET is not set");
  });

  it("says how to begin where no forge is configured", async () => {
    const { exitCode, stdout } = await status({ ...working, name: "none", findings: [] });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("lockstep github setup");
  });
});

const delivery: DeliveryView = {
  position: 12,
  hook: "1",
  id: "0b989ba4-242f-11e5-81e1-c7b6966d2516",
  event: "pull_request",
  action: "opened",
  repository: "99",
  hint: { ref: null, pullRequest: 7, headRevision: null, request: null },
  state: "dead",
  because: "GitHub refuses: not found",
  attempts: 8,
  receivedAt: "2026-02-03T14:03:00.000Z",
  endedAt: "2026-02-03T14:04:00.000Z",
};

describe("deliveries", () => {
  it("lists what came in with what came of it", async () => {
    const org = await startFakeOrg({ "GET /deliveries": { body: { items: [delivery], next: null } } });
    const { stdout } = await runCaptured(["deliveries", "--state", "dead", "-n", "5"], { env: org.env });
    expect(org.seen[0]?.path).toBe("/deliveries?state=dead&limit=5");
    expect(stdout).toMatch(/12 +pull_request\.opened +#7 +dead +8 +.* GitHub refuses: not found/);
  });

  it("takes up a dead one again, and says so when there is none", async () => {
    const org = await startFakeOrg({ "POST /deliveries/12/retry": { status: 202, body: { delivery: {} } } });
    const retried = await runCaptured(["deliveries", "--retry", "12"], { env: org.env });
    expect(retried).toMatchObject({ exitCode: 0, stdout: "Delivery 12 is taken up again.\n" });
    expect(org.seen[0]).toMatchObject({ contentType: "application/json", body: {} });
    expect((await runCaptured(["deliveries", "--retry", "13"], { env: org.env })).exitCode).toBe(1);
    expect((await runCaptured(["deliveries", "--retry", "../x"], { env: org.env })).exitCode).toBe(2);
  });
});

const entry: OutboxView = {
  position: 4,
  edition: 2,
  topic: "deployment",
  target: "production abc",
  state: "pending",
  attempts: 3,
  createdAt: "2026-02-03T14:03:00.000Z",
  nextAt: "2026-02-03T14:10:00.000Z",
  deliveredAt: null,
  deadAt: null,
  error: "GitHub answered 502",
};

describe("outbox", () => {
  it("lists what waits with what is in the way", async () => {
    const org = await startFakeOrg({ "GET /outbox": { body: { items: [entry], next: null } } });
    const { stdout } = await runCaptured(["outbox", "--state", "pending"], { env: org.env });
    expect(org.seen[0]?.path).toBe("/outbox?state=pending&limit=20");
    expect(stdout).toMatch(/4 +deployment +production abc +pending, again at 2026-02-03T14:10\S+ +3 .*502/);
  });

  it("sends a dead one again", async () => {
    const org = await startFakeOrg({ "POST /outbox/4/retry": { status: 202, body: { entry: {} } } });
    const { exitCode, json } = await runCaptured(["outbox", "--retry", "4", "--json"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(json()).toEqual({ retried: 4 });
  });
});
