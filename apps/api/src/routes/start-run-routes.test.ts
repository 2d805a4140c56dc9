import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { claimRun, endRun } from "../testing/end-run.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedApplied("staging");
});
afterEach(() => org.close());

async function seedApplied(environment: string): Promise<void> {
  await seedEnvironment(org.store, environment);
  const pipelines = [compiledPipeline("greet", "1.2.3")];
  await seedDeploy(org.store, { id: `deploy-${environment}`, environment, pipelines, state: "applied" });
}

const path = "/api/v1/environments/staging/pipelines/greet/run";

interface Started {
  readonly run: { readonly id: string };
}

describe("starting a run", () => {
  test("accepts it with its provenance and says where to look", async () => {
    const response = await org.request(path, {
      method: "POST",
      as: "runner",
      body: { input: { name: "Ada" } },
    });
    expect(response.status).toBe(202);
    const { run } = await bodyOf<Started>(response);
    expect(run).toMatchObject({
      status: "queued",
      environment: "staging",
      slug: "greet",
      version: "1.2.3",
      deploy: "deploy-staging",
      content: compiledPipeline("greet", "1.2.3").content,
      trigger: { type: "api" },
      actor: { kind: "token", id: "token:runner" },
      input: { name: "Ada" },
    });
    expect(response.headers.get("Location")).toBe(`/api/v1/runs/${run.id}`);
  });

  test("lists every error of an input and repeats none of its values", async () => {
    const input = { schema: { type: "object", properties: { name: { type: "string" } }, required: ["age"] } };
    const pipelines = [compiledPipeline("strict", "1.0.0", { input })];
    await seedDeploy(org.store, { id: "deploy-strict", environment: "staging", pipelines, state: "applied" });
    const response = await org.request("/api/v1/environments/staging/pipelines/strict/run", {
      method: "POST",
      as: "runner",
      body: { input: { name: 424242 } },
    });
    expect(response.status).toBe(400);
    const problem = await response.text();
    expect(JSON.parse(problem)).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ path: "/name" }),
        expect.objectContaining({ path: "/age" }),
      ]),
    });
    expect(problem).not.toContain("424242");
  });

  test("takes an empty body for an empty input", async () => {
    const response = await org.request(path, { method: "POST", as: "runner" });
    expect(await response.json()).toMatchObject({ run: { input: {} } });
  });

  test("takes the applied version by name and no other", async () => {
    const right = await org.request("/api/v1/environments/staging/pipelines/greet@1.2.3/run", {
      method: "POST",
      as: "runner",
    });
    expect(right.status).toBe(202);
    const wrong = await org.request("/api/v1/environments/staging/pipelines/greet%401.2.4/run", {
      method: "POST",
      as: "runner",
    });
    expect(wrong.status).toBe(404);
  });

  test("gives the same run for the same idempotency key, and 422 when the input differs", async () => {
    const headers = { "Idempotency-Key": "order-7" };
    const send = (input: string) =>
      org.request(path, { method: "POST", as: "runner", body: { input }, headers });
    const first = await bodyOf<Started>(send("a"));
    const second = await bodyOf<Started>(send("a"));
    expect(second.run.id).toBe(first.run.id);
    const other = await send("b");
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });

  test("refuses an idempotency key that is not visible ASCII", async () => {
    const headers = { "Idempotency-Key": "x".repeat(256) };
    expect((await org.request(path, { method: "POST", as: "runner", headers })).status).toBe(400);
  });

  test("is refused while the disk is almost full", async () => {
    org.disk.freeBytes = 10;
    const response = await org.request(path, { method: "POST", as: "runner" });
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toBe("30");
    expect(await response.json()).toMatchObject({ code: "disk-full" });
  });
});

describe("waiting for a run", () => {
  test("answers 200 with the output as soon as it ends", async () => {
    const answer = org.request(`${path}?wait=30s`, { method: "POST", as: "runner" });
    await endRun(org.store, await claimRun(org.store), { to: "completed", output: { greeting: "Hello" } });
    const response = await answer;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      run: { status: "completed", output: { greeting: "Hello" } },
    });
  });

  test("answers 200 for a run that failed", async () => {
    const answer = org.request(`${path}?wait=30s`, { method: "POST", as: "runner" });
    await endRun(org.store, await claimRun(org.store), {
      to: "failed",
      error: { type: "execution", message: "No." },
    });
    expect((await answer).status).toBe(200);
  });

  test("answers 202 when the time is over", async () => {
    const response = await org.request(`${path}?wait=10ms`, { method: "POST", as: "runner" });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ run: { output: null } });
  });

  test("answers 202 at once when the API stops", async () => {
    const answer = org.request(`${path}?wait=60s`, { method: "POST", as: "runner" });
    await org.api.close();
    expect((await answer).status).toBe(202);
  });

  test.each(["61s", "2m", "soon", "-1s", "1"])("refuses to wait for %s", async (wait) => {
    const response = await org.request(`${path}?wait=${wait}`, { method: "POST", as: "runner" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path: "/wait" }] });
  });
});

describe("a run without a named environment", () => {
  const short = "/api/v1/pipelines/greet/run";

  test("runs in the only environment there is", async () => {
    const response = await org.request(short, { method: "POST", as: "runner" });
    expect(await response.json()).toMatchObject({ run: { environment: "staging" } });
  });

  test("runs in the token's only environment", async () => {
    await seedApplied("production");
    const { secret } = await org.makeToken("ci", "runner", ["production"]);
    const response = await org.request(short, { method: "POST", token: secret });
    expect(await response.json()).toMatchObject({ run: { environment: "production" } });
  });

  test("asks for a name when there are several and no default", async () => {
    await seedApplied("production");
    const response = await org.request(short, { method: "POST", as: "runner" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: "ENVIRONMENT_AMBIGUOUS",
      detail: expect.stringContaining("production"),
    });
  });

  test("runs in the configured default", async () => {
    await org.close();
    org = await openTestApi({ defaultEnvironment: "production" });
    await seedApplied("staging");
    await seedApplied("production");
    const response = await org.request(short, { method: "POST", as: "runner" });
    expect(await response.json()).toMatchObject({ run: { environment: "production" } });
  });
});
