import { createHmac } from "node:crypto";

import type { WrittenEnvironment, WrittenPipeline } from "@lockstep/manifest";
import type { Json } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type ServedApi, serveApi } from "../serve-api.ts";
import { claimRun, endRun } from "../testing/end-run.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
let served: ServedApi;

beforeEach(async () => {
  org = await openTestApi();
  served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
});
afterEach(async () => {
  await served.stop();
  await org.close();
});

const hmac = { type: "hmac-sha256", secret: "HOOK_KEY" } as const;
const everything = {
  body: "{{ trigger.body }}",
  headers: "{{ trigger.headers }}",
  query: "{{ trigger.query }}",
};

type Hook = Readonly<Record<string, Json>>;

/** Puts pipeline `orders` with one hook in force; the test's secret source gives "<environment> <reference>". */
async function seed(
  hook: Hook,
  more: Partial<WrittenEnvironment> = {},
  pipeline: Partial<WrittenPipeline> = {},
) {
  const triggers = [{ id: "inbound", type: "webhook", input: everything, ...hook }];
  const uses = { secrets: (hook["auth"] as { secret?: string }).secret === undefined ? [] : ["HOOK_KEY"] };
  const written = { triggers, uses, ...pipeline } as unknown as Partial<WrittenPipeline>;
  await seedEnvironment(org.store, "staging");
  await seedDeploy(org.store, {
    id: "deploy-1",
    environment: "staging",
    pipelines: [compiledPipeline("orders", "1.0.0", written)],
    state: "applied",
    configuration: { secrets: { HOOK_KEY: { ref: "env:HOOK_KEY" } }, ...more } as Partial<WrittenEnvironment>,
  });
}

interface Send {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly path?: string;
}

async function send({
  method = "POST",
  body,
  headers = {},
  query = "",
  path = "staging/orders/inbound",
}: Send) {
  const response = await fetch(`http://127.0.0.1:${served.port}/api/v1/hooks/${path}${query}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, answer: JSON.parse(text) as Answer };
}

interface Answer {
  readonly run: { readonly id: string; readonly status: string };
  readonly duplicate: boolean;
  readonly output?: Json;
  readonly code?: string;
}

const json = { "Content-Type": "application/json" };

function signed(
  body: string,
  more: { readonly at?: number; readonly key?: string; readonly header?: string } = {},
) {
  const { at = Math.floor(Date.now() / 1_000), key = "staging env:HOOK_KEY" } = more;
  const mac = createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
  return { ...json, [more.header ?? "X-Lockstep-Signature"]: `t=${at},v1=${mac}` };
}

const runs = async () => {
  const filter = { environment: null, slug: null, states: [], version: null, deploy: null };
  return (await org.store.runs.list(filter, { limit: 100, cursor: null })).items;
};
const firings = async () => {
  const filter = { environment: "staging", slug: null, trigger: null, states: [] };
  return (await org.store.triggers.listFirings(filter, { limit: 100, cursor: null })).items;
};

describe("a hook", () => {
  test.each([
    ["JSON", "POST", json, '{"order":7}', { order: 7 }],
    ["JSON of a kind", "PUT", { "Content-Type": "application/cloudevents+json; charset=utf-8" }, "[1]", [1]],
    [
      "a form",
      "PATCH",
      { "Content-Type": "application/x-www-form-urlencoded" },
      "a=1&b=2&b=3",
      { a: "1", b: ["2", "3"] },
    ],
    ["text", "POST", { "Content-Type": "text/plain" }, "hello", "hello"],
    ["nothing", "GET", {}, undefined, null],
  ])(
    "takes %s by %s and tells the run body, headers and query",
    async (_, method, headers, body, expected) => {
      await seed({ auth: { type: "none" } });
      const { status, answer } = await send({
        method,
        headers: { ...headers, "X-GitHub-Event": "push", Authorization: "Bearer canary", Cookie: "a=canary" },
        query: "?page=2&tag=a&tag=b",
        ...(body === undefined ? {} : { body }),
      });
      expect([status, answer.duplicate]).toEqual([202, false]);
      const [run] = await runs();
      expect(run).toMatchObject({
        id: answer.run.id,
        trigger: { type: "webhook", id: "inbound" },
        actor: { kind: "trigger", id: "trigger:orders/inbound" },
        input: {
          body: expected,
          query: { page: "2", tag: ["a", "b"] },
          headers: { "x-github-event": "push" },
        },
      });
      expect(JSON.stringify(run)).not.toContain("canary");
      expect(await firings()).toMatchObject([{ state: "started", run: run?.id, payload: null }]);
    },
  );

  test.each([
    ["a body that is no JSON", { headers: json, body: "{" }, 400],
    ["a body that is too deep", { headers: json, body: "[".repeat(80) + "]".repeat(80) }, 400],
    ["a body that is no text", { headers: json, body: new Uint8Array([0xff, 0xfe]) }, 400],
    ["another media type", { headers: { "Content-Type": "image/png" }, body: "x" }, 415],
    ["a body above 1 MiB", { headers: json, body: `"${"x".repeat(1_048_576)}"` }, 413],
    ["an unknown trigger", { path: "staging/orders/other" }, 404],
    ["an unknown pipeline", { path: "staging/other/inbound" }, 404],
    ["an unknown environment", { path: "other/orders/inbound" }, 404],
    ["a name that cannot be one", { path: "staging/orders/%00" }, 404],
  ])("refuses %s, without a run", async (_, request, status) => {
    await seed({ auth: { type: "none" } });
    expect((await send(request)).status).toBe(status);
    expect(await runs()).toEqual([]);
  });

  test("that is disabled looks like one that is not there", async () => {
    await seed({ auth: { type: "none" }, enabled: false });
    const disabled = await send({ headers: json, body: "{}" });
    const unknown = await send({ path: "staging/orders/other", headers: json, body: "{}" });
    expect(disabled.status).toBe(404);
    expect(disabled.text.replaceAll("inbound", "other").length).toBe(unknown.text.length);
  });

  test("without authentication is refused in production", async () => {
    await seed({ auth: { type: "none" } }, { tier: "production" });
    const { status, answer } = await send({ headers: json, body: "{}" });
    expect([status, answer.code]).toEqual([403, "WEBHOOK_OPEN"]);
    expect(await runs()).toEqual([]);
  });
});

describe("a hook with a token", () => {
  const bearer = { type: "bearer", secret: "HOOK_KEY" };

  test.each([
    ["the right one", { Authorization: "Bearer staging env:HOOK_KEY" }, {}, 202],
    ["none", {}, {}, 401],
    ["another", { Authorization: "Bearer other" }, {}, 401],
    ["the right one in a header of its own", { "X-Key": "staging env:HOOK_KEY" }, { header: "X-Key" }, 202],
    [
      "the right one in the wrong header",
      { Authorization: "Bearer staging env:HOOK_KEY" },
      { header: "X-Key" },
      401,
    ],
  ])("answers to %s", async (_, headers, auth, status) => {
    await seed({ auth: { ...bearer, ...auth } });
    const sent = await send({ headers: { ...json, ...headers }, body: "{}" });
    expect(sent.status).toBe(status);
    const found = await runs();
    expect(found).toHaveLength(status === 202 ? 1 : 0);
    expect(JSON.stringify(found)).not.toContain("env:HOOK_KEY");
  });

  test("whose secret is not shared with the team tells the sender nothing", async () => {
    await seed({ auth: bearer }, { secrets: { HOOK_KEY: { ref: "env:HOOK_KEY", teams: ["other"] } } });
    const { status, text } = await send({ headers: { Authorization: "Bearer x" }, body: "" });
    expect(status).toBe(500);
    expect(text).not.toContain("HOOK_KEY");
    expect(org.faults).toHaveLength(1);
  });
});

describe("a signed hook", () => {
  test("takes a signed body once, and answers a replay with the first run only", async () => {
    await seed({ auth: hmac, respond: "wait" });
    const headers = signed('{"n":1}');
    const first = send({ headers, body: '{"n":1}' });
    await endRun(org.store, await claimRun(org.store), { to: "completed", output: "canary" });
    const { status, answer } = await first;
    expect([status, answer.output]).toEqual([200, "canary"]);
    const replay = await send({ headers, body: '{"n":1}' });
    expect([replay.status, replay.answer.duplicate, replay.answer.run.id]).toEqual([
      202,
      true,
      answer.run.id,
    ]);
    expect(replay.text).not.toContain("canary");
    expect(await runs()).toHaveLength(1);
  });

  test("sent at once by many starts one run", async () => {
    await seed({ auth: hmac });
    const headers = signed("{}");
    const sent = await Promise.all(Array.from({ length: 12 }, () => send({ headers, body: "{}" })));
    expect(new Set(sent.map(({ answer }) => answer.run.id)).size).toBe(1);
    expect(await runs()).toHaveLength(1);
  });

  const at = Math.floor(Date.now() / 1_000);
  test.each([
    ["no signature", json],
    ["another key", signed("{}", { key: "other" })],
    ["another body", signed('{"x":1}')],
    ["an old timestamp", signed("{}", { at: at - 3_600 })],
    ["a timestamp to come", signed("{}", { at: at + 3_600 })],
    ["the wrong header", signed("{}", { header: "X-Other" })],
    ["no timestamp", { ...json, "X-Lockstep-Signature": "v1=00" }],
  ])("refuses %s, always in the same words", async (_, headers) => {
    await seed({ auth: hmac });
    const { status, answer, text } = await send({ headers, body: "{}" });
    expect([status, answer.code]).toEqual([401, "unauthenticated"]);
    expect(text).toContain("does not prove who sent it");
    expect([await runs(), await firings()]).toEqual([[], []]);
  });

  test("takes the header and the tolerance that it names", async () => {
    await seed({ auth: { ...hmac, header: "X-Proof", tolerance: "2h" } });
    const headers = signed("{}", { header: "X-Proof", at: at - 3_600 });
    expect((await send({ headers, body: "{}" })).status).toBe(202);
    expect(JSON.stringify(await runs())).not.toContain("x-proof");
  });

  test("gives the first run again for the same dedupeKey, and its output to who waits", async () => {
    await seed({ auth: hmac, respond: "wait", dedupeKey: "{{ trigger.body.order }}" });
    const first = send({ headers: signed('{"order":7}'), body: '{"order":7}' });
    await endRun(org.store, await claimRun(org.store), { to: "completed", output: { total: 3 } });
    const { answer } = await first;
    const body = '{"order":7,"again":true}';
    const again = await send({ headers: signed(body), body });
    expect([again.status, again.answer.duplicate, again.answer.run.id]).toEqual([200, true, answer.run.id]);
    expect(again.answer.output).toEqual({ total: 3 });
    const other = '{"order":8}';
    const next = send({ headers: signed(other), body: other });
    await endRun(org.store, await claimRun(org.store), {
      to: "failed",
      error: { type: "execution", message: "no" },
    });
    expect((await next).answer).toMatchObject({
      duplicate: false,
      run: { status: "failed" },
      error: { message: "no" },
    });
    expect(await runs()).toHaveLength(2);
  });

  test("that cannot start its run says so, writes it down, and takes the same signature again", async () => {
    const schema = { type: "object", required: ["body"], properties: { body: { type: "string" } } };
    await seed({ auth: hmac }, {}, { input: { schema, sample: { body: "x" } } });
    const headers = signed("{}");
    const { status, text } = await send({ headers, body: "{}" });
    expect(status).toBe(400);
    expect(text).toContain("/body");
    expect(await firings()).toMatchObject([
      { state: "failed", run: null, reason: { code: "INVALID_INPUT" } },
    ]);
    expect((await send({ headers, body: "{}" })).status).toBe(400);
  });
});
