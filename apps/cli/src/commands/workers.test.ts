import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("workers", () => {
  it("lists queues, load and whether they stop", async () => {
    const worker = {
      id: "w",
      name: "host:7",
      queues: ["prod-finance"],
      concurrency: 64,
      running: 3,
      isDraining: true,
      startedAt: "2026-02-03T14:00:00.000Z",
      beatAt: "2026-02-03T14:00:00.000Z",
    };
    const org = await startFakeOrg({ "GET /workers": { body: { items: [worker], next: null } } });
    const { exitCode, stdout } = await runCaptured(["workers"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/host:7\s+prod-finance\s+3 of 64\s+draining/);
  });
});
