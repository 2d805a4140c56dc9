import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly because: string;
}

async function readiness(): Promise<{ status: number; failing: string[] }> {
  const response = await org.request("/readyz", { as: null });
  const { checks } = await bodyOf<{ checks: Check[] }>(response);
  const failing = checks.filter(({ ok }) => !ok);
  return {
    status: response.status,
    failing: failing.map(({ name, because }) => `${name}: ${because}`),
  };
}

describe("liveness", () => {
  test("is told to everybody, under any host name", async () => {
    const response = await org.request("/healthz", { as: null, headers: { Host: "10.0.0.7:4400" } });
    expect(await response.json()).toEqual({ status: "alive" });
  });
});

describe("readiness", () => {
  test("is given when database, environments and disk are well", async () => {
    expect(await readiness()).toEqual({ status: 200, failing: [] });
  });

  test("is lost with the database, and says so", async () => {
    org.store.ping = async () => {
      throw new Failure("database-unreachable", "The org database does not answer.");
    };
    expect(await readiness()).toEqual({
      status: 503,
      failing: ["database: The org database does not answer."],
    });
  });

  test("is lost while git cannot be read, and names the environment", async () => {
    const because = "The repository does not answer.";
    await seedEnvironment(org.store, "staging", { state: "unknown", failures: 2, because });
    expect(await readiness()).toEqual({ status: 503, failing: [`environment:staging: ${because}`] });
  });

  test("is lost when nobody has looked at an environment in time", async () => {
    org.store.now = async () => "2999-01-01T00:00:00.000Z";
    const { status, failing } = await readiness();
    expect(status).toBe(503);
    expect(failing[0]).toMatch(/^environment:staging: No controller has looked at it for \d+ d\.$/);
  });

  test("is not given before the first environment is found", async () => {
    org.store.environments.list = async () => [];
    expect((await readiness()).failing).toHaveLength(1);
  });

  test("is lost when the disk is down to its reserve", async () => {
    org.disk.freeBytes = 0;
    expect((await readiness()).failing).toEqual(["disk: 0 MiB are free, 0 MiB are kept in reserve."]);
  });

  test("is lost while the API stops", async () => {
    await org.api.close();
    expect((await readiness()).status).toBe(503);
  });
});
