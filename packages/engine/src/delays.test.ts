import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createOrgWorld, orgWorldOver } from "./testing/org-world.ts";
import { httpStep, pipelineOf, retryOf } from "./testing/pipelines.ts";

describe("a delay before a retry, and before the first try", () => {
  const retry = retryOf({ maxAttempts: 3, baseDelay: "10m", maxDelay: "1h", jitter: true });
  const flaky = pipelineOf([httpStep("flaky", { retry, startDelay: "20m" })], { timeout: "5h" });

  /** The instants at which tries started, with a new process after each of them. */
  async function startsWith(isRestarted: boolean): Promise<readonly (string | null)[]> {
    const http = createFakeHttpClient(() => ({ status: 500 }));
    let org = createOrgWorld([flaky], { http });
    const { id } = await org.start("sample");
    for (;;) {
      await org.settle();
      const due = await org.store.nextDue();
      if (due === null) break;
      org.time.advance(Date.parse(due) - org.time.now());
      if (isRestarted) org = orgWorldOver([flaky], { time: org.time, store: org.store, http });
    }
    expect(await org.run(id)).toMatchObject({ state: "failed", error: { type: "http" } });
    return (await org.attempts(id)).map(({ startedAt }) => startedAt);
  }

  test("ends at the same instant, jitter included, however often the process is replaced", async () => {
    const starts = await startsWith(false);
    expect(starts).toHaveLength(3);
    expect(starts[0]).toBe("2026-02-03T14:20:00.000Z");
    expect(await startsWith(true)).toEqual(starts);
  });

  test("is cut short by the run's deadline", async () => {
    const org = createOrgWorld([{ ...flaky, timeout: "25m" }], {
      http: createFakeHttpClient(() => ({ status: 500 })),
    });
    const { id } = await org.start("sample");
    await org.finish();
    expect(await org.run(id)).toMatchObject({
      state: "failed",
      error: { type: "timeout" },
      endedAt: "2026-02-03T14:25:00.000Z",
    });
  });
});
