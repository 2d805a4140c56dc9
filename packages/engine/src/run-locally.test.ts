import { Failure, type Pipeline } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createDeafStreams } from "./deaf-streams.ts";
import { type LocalRun, type LocalRunOptions, runLocally } from "./run-locally.ts";
import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createFakeMailer } from "./testing/fake-mailer.ts";
import { createFakeTime, type FakeTime } from "./testing/fake-time.ts";
import { idleConnections, idleSandbox } from "./testing/idle-powers.ts";
import { httpStep, load, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { passTime } from "./testing/run-world.ts";

function optionsOf(time: FakeTime, given: Partial<LocalRunOptions> = {}): LocalRunOptions {
  return {
    environmentName: "local",
    variables: {},
    secrets: {},
    declaredConnections: {},
    declaredChannels: {},
    egress: { default: "allow", allow: [] },
    http: createFakeHttpClient(() => ({ json: null })),
    mailer: createFakeMailer(),
    streams: createDeafStreams(),
    sandbox: idleSandbox,
    connections: idleConnections,
    clock: time,
    timer: time,
    ids: { next: () => "run-1" },
    signal: new AbortController().signal,
    ...given,
  };
}

function runInFakeTime(pipeline: Pipeline, given: Partial<LocalRunOptions> = {}): Promise<LocalRun> {
  const time = createFakeTime();
  return passTime(time, runLocally(load(pipeline), null, optionsOf(time, given)));
}

describe("running a file", () => {
  test("gives output, attempts and logs", async () => {
    const pipeline = pipelineOf([stepOf("hello", { type: "echo", with: { value: "{{ vars.GREETING }}" } })], {
      uses: { variables: ["GREETING"], secrets: [], connections: [] },
      output: { value: "{{ steps.hello.output }} from {{ env.name }}", schema: true },
    });
    const result = await runInFakeTime(pipeline, { variables: { GREETING: "Hi" } });
    expect(result.run).toMatchObject({ state: "completed", output: "Hi from local" });
    expect(result.attempts).toMatchObject([{ step: "hello", state: "completed" }]);
    expect(result.logs.map(({ message }) => message)).toEqual(["hello completed after 0 ms"]);
  });

  test("waits through long retries by itself", async () => {
    const http = createFakeHttpClient((_, count) => (count === 1 ? { status: 500 } : { json: 1 }));
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 2, baseDelay: "10m", maxDelay: "10m" }) });
    expect((await runInFakeTime(pipelineOf([step]), { http })).run.state).toBe("completed");
  });

  test("hands secrets over and keeps them out of the result", async () => {
    const http = createFakeHttpClient(({ headers }) => ({ json: headers["x-key"] ?? "" }));
    const step = httpStep("call", {
      with: { url: "https://example.test/", headers: { "x-key": "{{ secrets.KEY }}" } },
    });
    const uses = { variables: [], secrets: ["KEY"], connections: [] };
    const output = { value: "{{ steps.call.output.body }}", schema: true };
    const result = await runInFakeTime(pipelineOf([step], { uses, output }), {
      http,
      secrets: { KEY: "hidden-key" },
    });
    expect(http.requests[0]?.headers["x-key"]).toBe("hidden-key");
    expect(result.run.output).toBe("[redacted]");
  });

  test("ends as cancelled when it is cancelled while it waits", async () => {
    const controller = new AbortController();
    const http = createFakeHttpClient(() => {
      setImmediate(() => {
        controller.abort(new Failure("cancelled", "Ctrl+C"));
      });
      return { status: 500 };
    });
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 9, baseDelay: "30m", maxDelay: "30m" }) });
    const result = await runInFakeTime(pipelineOf([step]), { http, signal: controller.signal });
    expect(result.run.state).toBe("cancelled");
  });

  test("refuses an input that does not fit", async () => {
    const pipeline = pipelineOf([stepOf("only")], { input: { schema: { type: "string" }, sample: null } });
    await expect(runLocally(load(pipeline), 5, optionsOf(createFakeTime()))).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });
});
