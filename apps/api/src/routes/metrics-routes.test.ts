import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging", { state: "refused", failures: 3 });
});
afterEach(() => org.close());

async function scrape(): Promise<string> {
  return (await org.request("/metrics", { as: null })).text();
}

describe("metrics", () => {
  test("show states of environments, deploys, runs and the outbox", async () => {
    const pipelines = [compiledPipeline("greet")];
    await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "waiting" });
    const text = await scrape();
    expect(text).toContain('lockstep_environment_state{environment="staging",state="refused"} 1');
    expect(text).toContain('lockstep_environment_state{environment="staging",state="in-sync"} 0');
    expect(text).toContain('lockstep_environment_failures{environment="staging"} 3');
    expect(text).toContain('lockstep_open_deploys{environment="staging",state="waiting"} 1');
    expect(text).toContain('lockstep_runs{state="queued"} 0');
    expect(text).toContain('lockstep_outbox_entries{state="dead"} 0');
    expect(text).toContain("lockstep_database_up 1");
  });

  test("measure requests under the pattern of their route", async () => {
    await org.request("/api/v1/runs/secret-looking-id");
    await org.request("/nowhere/at/all");
    const text = await scrape();
    expect(text).toContain('method="GET",route="/api/v1/runs/:id",status="404"');
    expect(text).toContain('route="unknown",status="404"');
    expect(text).not.toContain("secret-looking-id");
  });

  test("say that the database is down instead of failing", async () => {
    org.store.ping = async () => {
      throw new Error("gone");
    };
    expect(await scrape()).toContain("lockstep_database_up 0");
  });

  test("ask for a token where that is configured", async () => {
    await org.close();
    org = await openTestApi({ metricsRole: "viewer" });
    expect((await org.request("/metrics", { as: null })).status).toBe(401);
    expect((await org.request("/metrics")).status).toBe(200);
  });
});
