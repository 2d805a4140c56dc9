import { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "./testing/environments.ts";
import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createWorld } from "./testing/run-world.ts";

const token = "s3cr3t+token/with=signs";

const uses = { variables: [], secrets: ["TOKEN"], connections: [] };
const reference = { ref: "env:TOKEN", teams: null, hosts: null };
const environment = environmentOf({ secrets: { TOKEN: reference } });
const secrets = { resolve: async () => token };

const withToken = httpStep("call", {
  with: { url: "https://example.test/", headers: { authorization: "Bearer {{ secrets.TOKEN }}" } },
});

describe("a secret", () => {
  test("reaches the request and stays out of outputs, in every form in which it travels", async () => {
    const http = createFakeHttpClient(({ headers }) => ({
      json: {
        raw: headers["authorization"] ?? "",
        encoded: encodeURIComponent(token),
        basic: Buffer.from(`user:${token}`).toString("base64"),
        [token]: 1,
      },
    }));
    const pipeline = pipelineOf([withToken], {
      uses,
      output: { value: "{{ steps.call.output.body }}", schema: true },
    });
    const world = await createWorld(pipeline, { http, environment, secrets });
    const run = await world.execute();
    expect(http.requests[0]?.headers["authorization"]).toBe(`Bearer ${token}`);
    expect(run.output).toMatchObject({ raw: "Bearer [redacted]", encoded: "[redacted]", "[redacted]": 1 });
    const logs = await world.store.listLogs(run.id, { step: null, levels: [] }, { limit: 100, cursor: null });
    const kept = JSON.stringify([run, await world.attempts(), logs.items, world.store.events]);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(Buffer.from(token).toString("base64").slice(4, 20));
  });

  test("stays out of errors", async () => {
    const http = createFakeHttpClient(() => ({ status: 500, body: Buffer.from(`no ${token}`) }));
    const world = await createWorld(pipelineOf([withToken], { uses }), { http, environment, secrets });
    expect((await world.execute()).error).toMatchObject({
      type: "http",
      details: { status: 500, body: "no [redacted]" },
    });
  });

  test("cannot be read outside the fields that accept secrets", async () => {
    const leak = stepOf("leak", { type: "echo", with: { value: "{{ secrets.TOKEN }}" } });
    const world = await createWorld(pipelineOf([leak], { uses }), { environment, secrets });
    expect(await world.execute()).toMatchObject({
      state: "failed",
      error: { type: "expression", step: "leak" },
    });
    const url = httpStep("leak", { with: { url: "https://example.test/{{ secrets.TOKEN }}" } });
    const other = await createWorld(pipelineOf([url], { uses }), { environment, secrets });
    expect(await other.execute()).toMatchObject({ state: "failed", error: { type: "expression" } });
  });

  test.each([
    ["is not declared by the environment", {}],
    ["is not shared with the team", { TOKEN: { ...reference, teams: ["finance"] } }],
  ])("that %s fails the step that needs it", async (_, declared) => {
    const world = await createWorld(pipelineOf([withToken], { uses }), {
      environment: environmentOf({ secrets: declared }),
      secrets,
    });
    const run = await world.execute();
    expect(run).toMatchObject({ state: "failed", error: { type: "security", step: "call" } });
    expect(run.error?.message).toContain("TOKEN");
  });

  test("without a value fails the step as security, names itself and is not asked for again", async () => {
    const missing = new Failure("not-found", "set it with: lockstep secret set TOKEN");
    const step = { ...withToken, retry: retryOf({ maxAttempts: 2, baseDelay: "10ms", on: ["execution"] }) };
    const world = await createWorld(pipelineOf([step], { uses }), {
      environment,
      secrets: { resolve: () => Promise.reject(missing) },
    });
    const { error } = await world.execute();
    expect(error?.type).toBe("security");
    expect(error?.message).toMatch(/^The secret TOKEN has no value in staging: set it with: .+ TOKEN\.$/);
    expect(await world.attempts()).toHaveLength(1);
  });

  test("that is empty fails the step as security before anything is sent", async () => {
    const http = createFakeHttpClient(() => ({ json: null }));
    const empty = { resolve: async () => "" };
    const world = await createWorld(pipelineOf([withToken], { uses }), { http, environment, secrets: empty });
    expect((await world.execute()).error).toEqual({
      type: "security",
      message: "The secret TOKEN is empty in staging.",
      step: "call",
    });
    expect(http.requests).toEqual([]);
  });

  test("that cannot be resolved for a moment is asked for again by the retry", async () => {
    let calls = 0;
    const source = {
      async resolve() {
        calls += 1;
        if (calls === 1) throw new Failure("database-unreachable", "the secret store is away");
        return token;
      },
    };
    const step = { ...withToken, retry: retryOf({ maxAttempts: 2, baseDelay: "10ms" }) };
    const world = await createWorld(pipelineOf([step], { uses }), { environment, secrets: source });
    expect(await world.finish()).toMatchObject({ state: "completed" });
  });

  test("is only resolved when a step that needs it starts", async () => {
    let calls = 0;
    const source = { resolve: async () => ((calls += 1), token) };
    const step = { ...withToken, when: "{{ false }}" };
    await (
      await createWorld(pipelineOf([step, httpStep("plain")], { uses }), { environment, secrets: source })
    ).execute();
    expect(calls).toBe(0);
  });

  test("is never sent to a host that it is not for", async () => {
    const http = createFakeHttpClient(() => ({ json: null }));
    const bound = environmentOf({ secrets: { TOKEN: { ...reference, hosts: ["crm.example"] } } });
    const world = await createWorld(pipelineOf([withToken], { uses }), { http, environment: bound, secrets });
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "security" } });
    expect(http.requests).toHaveLength(0);
  });
});
