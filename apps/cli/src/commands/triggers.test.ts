import { describe, expect, it } from "vitest";

import { cannedEnvironment } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const staging = {
  "GET /environments": { body: { items: [{ ...cannedEnvironment(), problems: 0 }], next: null } },
};

describe("triggers", () => {
  const nightly = {
    slug: "report",
    trigger: "nightly",
    type: "cron",
    enabled: true,
    since: "2026-02-01T00:00:00.000Z",
    schedule: "30 2 * * *",
    timezone: "Europe/Berlin",
    next: ["2026-03-28T01:30:00.000Z", "2026-03-29T01:00:00.000Z"],
    listensTo: null,
    hook: null,
  };
  const after = {
    ...nightly,
    trigger: "after",
    type: "pipeline",
    enabled: false,
    schedule: null,
    timezone: null,
    next: [],
    listensTo: "orders",
  };
  const failed = {
    slug: "report",
    trigger: "nightly",
    type: "cron",
    state: "failed",
    scheduledAt: "2026-03-27T01:30:00.000Z",
    run: null,
    reason: { code: "NO_QUEUE", message: "There is no queue." },
    createdAt: "2026-03-27T01:30:00.000Z",
    endedAt: "2026-03-27T01:30:00.000Z",
  };

  it("are listed with what fires them and when next", async () => {
    const org = await startFakeOrg({
      ...staging,
      "GET /environments/staging/triggers": { body: { items: [nightly, after], next: null } },
    });
    const { exitCode, stdout } = await runCaptured(["triggers"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /report\s+nightly\s+cron\s+enabled\s+30 2 \* \* \* Europe\/Berlin\s+2026-03-28T01:30/,
    );
    expect(stdout).toMatch(/report\s+after\s+pipeline\s+disabled\s+after orders/);
  });

  it("of one pipeline come with the clock of their zone and what they did", async () => {
    const org = await startFakeOrg({
      ...staging,
      "GET /environments/staging/triggers": { body: { items: [nightly], next: null } },
      "GET /environments/staging/firings": { body: { items: [failed], next: null } },
    });
    const { stdout } = await runCaptured(["triggers", "report"], { env: org.env });
    expect(stdout).toMatch(/2026-03-28T01:30:00\.000Z\s+Sat.* 02:30/);
    expect(stdout).toMatch(/2026-03-29T01:00:00\.000Z\s+Sun.* 03:00/);
    expect(stdout).toMatch(/nightly\s+2026-03-27T01:30:00\.000Z\s+failed.*NO_QUEUE: There is no queue\./);
  });
});
