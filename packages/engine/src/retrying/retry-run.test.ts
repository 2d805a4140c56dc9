import type { Actor, Run } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createFakeHttpClient, type FakeHttpClient } from "../testing/fake-http-client.ts";
import { createOrgWorld, type OrgWorld } from "../testing/org-world.ts";
import { forEachOf, httpStep, pipelineOf, stepOf } from "../testing/pipelines.ts";
import { retryRun } from "./retry-run.ts";

const actor: Actor = { kind: "token", id: "token:helper" };

/** Answers 500 for what is broken, by path. */
function fragileHttp(broken: Set<string>): FakeHttpClient {
  return createFakeHttpClient(({ url }) =>
    broken.has(url.pathname) ? { status: 500 } : { json: url.pathname },
  );
}

function retry(
  org: OrgWorld,
  run: Run,
  version: "same" | "applied" = "same",
): Promise<{ run: Run; isNew: boolean }> {
  return retryRun(org.deps, { run, version, actor, idempotency: null });
}

const asked = ({ requests }: FakeHttpClient): string[] =>
  requests.map(({ url, headers }) => `${url.pathname} ${headers["idempotency-key"] ?? ""}`);

describe("retrying a run on its version", () => {
  const pipeline = pipelineOf(
    [
      httpStep("charge", { with: { url: "https://example.test/charge", method: "POST" } }),
      httpStep("ship", { with: { url: "https://example.test/ship", method: "POST" }, dependsOn: ["charge"] }),
      stepOf("say", { type: "echo", dependsOn: ["ship"], with: { value: "{{ steps.charge.output.body }}" } }),
      stepOf("apologise", { dependsOn: ["ship"], runOn: "failure" }),
    ],
    { output: { value: "{{ steps.say.output }}", schema: true } },
  );

  test("keeps what was done, repeats no effect, and does the failed step under its old key", async () => {
    const broken = new Set(["/ship"]);
    const http = fragileHttp(broken);
    const org = createOrgWorld([pipeline], { http });
    const first = await org.start("sample", { n: 1 });
    await org.finish();
    broken.clear();
    const { run, isNew } = await retry(org, await org.run(first.id));
    expect(isNew).toBe(true);
    await org.finish();
    expect(await org.run(run.id)).toMatchObject({
      state: "completed",
      output: "/charge",
      input: { n: 1 },
      actor,
      retryOf: { run: first.id, actors: ["token:starter"] },
    });
    expect(await org.run(first.id)).toMatchObject({ state: "failed" });
    expect(asked(http)).toEqual([
      `/charge ${first.id}/charge`,
      `/ship ${first.id}/ship`,
      `/ship ${first.id}/ship`,
    ]);
    const states = (await org.attempts(run.id)).map(({ step, state }) => `${step} ${state}`).toSorted();
    expect(states).toEqual(["apologise skipped", "charge completed", "say completed", "ship completed"]);
  });

  test("can be done again and again, always under the first key", async () => {
    const broken = new Set(["/ship"]);
    const http = fragileHttp(broken);
    const org = createOrgWorld([pipeline], { http });
    let { id } = await org.start("sample");
    const first = id;
    for (let time = 0; time < 3; time += 1) {
      await org.finish();
      ({ id } = (await retry(org, await org.run(id))).run);
    }
    await org.finish();
    expect(new Set(asked(http))).toEqual(new Set([`/charge ${first}/charge`, `/ship ${first}/ship`]));
    expect((await org.run(id)).retryOf?.actors).toEqual(["token:starter", "token:helper", "token:helper"]);
  });

  test("does only the failed items of a forEach again, with the same list", async () => {
    const broken = new Set(["/b", "/c"]);
    const http = fragileHttp(broken);
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["a", "b", "c", "d"], { onItemError: "fail", concurrency: 4 }),
    });
    const output = { value: "{{ steps.each.output.map(one, one.body) }}", schema: true };
    const org = createOrgWorld([pipelineOf([each], { output })], { http });
    const { id } = await org.start("sample");
    await org.finish();
    broken.clear();
    const { run } = await retry(org, await org.run(id));
    await org.finish();
    expect(await org.run(run.id)).toMatchObject({ state: "completed", output: ["/a", "/b", "/c", "/d"] });
    expect(http.requests.map(({ url }) => url.pathname).toSorted()).toEqual([
      "/a",
      "/b",
      "/b",
      "/c",
      "/c",
      "/d",
    ]);
  });

  test("takes up what a cancellation or the deadline cut short", async () => {
    const nap = stepOf("nap", { type: "wait", dependsOn: ["charge"], with: { for: "10m" } });
    const http = fragileHttp(new Set());
    const org = createOrgWorld([pipelineOf([httpStep("charge"), nap])], { http });
    const { id } = await org.start("sample");
    await org.settle();
    await org.store.requestCancel(id);
    const { run } = await retry(org, await org.run(id));
    await org.finish();
    expect(await org.run(run.id)).toMatchObject({ state: "completed" });
    expect(http.requests).toHaveLength(1);
  });

  test("stays on that version after a deploy", async () => {
    const broken = new Set(["/ship"]);
    const org = createOrgWorld([pipeline], { http: fragileHttp(broken) });
    const { id } = await org.start("sample");
    await org.finish();
    org.applied.set("sample", { ...pipeline, version: "2.0.0" });
    broken.clear();
    const { run } = await retry(org, await org.run(id));
    expect(run).toMatchObject({ version: "1.0.0" });
    await org.finish();
    expect((await org.run(run.id)).state).toBe("completed");
  });

  test("is refused for a run that goes on or has completed", async () => {
    const org = createOrgWorld([pipelineOf([stepOf("nap", { type: "wait", with: { for: "10m" } })])]);
    const { id } = await org.start("sample");
    await org.settle();
    await expect(retry(org, await org.run(id))).rejects.toMatchObject({ code: "RUN_NOT_OVER" });
    await org.finish();
    await expect(retry(org, await org.run(id))).rejects.toMatchObject({
      kind: "conflict",
      code: "RUN_COMPLETED",
    });
  });

  test("is refused for a run whose data was erased", async () => {
    const org = createOrgWorld([pipeline], { http: fragileHttp(new Set(["/ship"])) });
    const { id } = await org.start("sample");
    await org.finish();
    const erased = { ...(await org.run(id)), input: null, erasedAt: "2026-01-01T00:00:00.000Z" };
    await expect(retry(org, erased)).rejects.toMatchObject({ kind: "conflict", code: "RUN_ERASED" });
  });
});

describe("retrying a run on the applied version", () => {
  const failing = pipelineOf([httpStep("charge"), httpStep("ship", { dependsOn: ["charge"] })]);

  test("starts from the beginning with the same input where the content differs", async () => {
    const broken = new Set(["/ship"]);
    const http = fragileHttp(broken);
    const org = createOrgWorld([failing], { http });
    const { id } = await org.start("sample", { n: 1 });
    await org.finish();
    org.applied.set("sample", pipelineOf([httpStep("charge"), httpStep("post")], { version: "1.1.0" }));
    const { run } = await retry(org, await org.run(id), "applied");
    expect(run).toMatchObject({ version: "1.1.0", input: { n: 1 }, retryOf: { run: id, keys: {} } });
    await org.finish();
    expect((await org.run(run.id)).state).toBe("completed");
    expect(asked(http).filter((line) => line.startsWith("/charge"))).toHaveLength(2);
  });

  test("keeps what was done where the content is the same", async () => {
    const broken = new Set(["/ship"]);
    const http = fragileHttp(broken);
    const org = createOrgWorld([failing], { http });
    const { id } = await org.start("sample");
    await org.finish();
    broken.clear();
    await retry(org, await org.run(id), "applied");
    await org.finish();
    expect(http.requests.map(({ url }) => url.pathname)).toEqual(["/charge", "/ship", "/ship"]);
  });
});
