import type { Json } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type HookWorld, json, openHookWorld } from "../testing/open-hook-world.ts";

interface BodyCase {
  readonly what: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly told: Json;
}

let world: HookWorld;

beforeEach(async () => {
  world = await openHookWorld();
});
afterEach(() => world.close());

describe("a hook", () => {
  test.each<BodyCase>([
    { what: "JSON", method: "POST", headers: json, body: '{"order":7}', told: { order: 7 } },
    {
      what: "a kind of JSON",
      method: "PUT",
      headers: { "Content-Type": "application/cloudevents+json; charset=utf-8" },
      body: "[1]",
      told: [1],
    },
    {
      what: "a form",
      method: "PATCH",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "a=1&b=2&b=3",
      told: { a: "1", b: ["2", "3"] },
    },
    { what: "text", method: "POST", headers: { "Content-Type": "text/plain" }, body: "hello", told: "hello" },
    { what: "nothing", method: "GET", headers: {}, told: null },
  ])(
    "takes $what by $method and tells the run body, headers and query",
    async ({ method, headers, body, told }) => {
      await world.seed({ hook: { auth: { type: "none" } } });
      const { status, answer } = await world.send({
        method,
        headers: { ...headers, "X-GitHub-Event": "push", Authorization: "Bearer canary", Cookie: "a=canary" },
        query: "?page=2&tag=a&tag=b",
        ...(body === undefined ? {} : { body }),
      });
      expect([status, answer.duplicate]).toEqual([202, false]);
      const [run] = await world.runs();
      expect(run).toMatchObject({
        id: answer.run.id,
        trigger: { type: "webhook", id: "inbound" },
        actor: { kind: "trigger", id: "trigger:orders/inbound" },
        input: {
          body: told,
          query: { page: "2", tag: ["a", "b"] },
          headers: { "x-github-event": "push" },
        },
      });
      expect(JSON.stringify(run)).not.toContain("canary");
      expect(await world.firings()).toMatchObject([{ state: "started", run: run?.id, payload: null }]);
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
    await world.seed({ hook: { auth: { type: "none" } } });
    expect((await world.send(request)).status).toBe(status);
    expect(await world.runs()).toEqual([]);
  });

  test("that is disabled looks like one that is not there", async () => {
    await world.seed({ hook: { auth: { type: "none" }, enabled: false } });
    const disabled = await world.send({ headers: json, body: "{}" });
    const unknown = await world.send({ path: "staging/orders/other", headers: json, body: "{}" });
    expect(disabled.status).toBe(404);
    expect(disabled.text.replaceAll("inbound", "other").length).toBe(unknown.text.length);
  });

  test("whose row was edited to ask for less than its manifest does is refused", async () => {
    await world.seed({ hook: { auth: { type: "bearer", secret: "HOOK_KEY" } } });
    const { triggers } = world.org.store;
    const { load } = triggers;
    Object.assign(triggers, {
      load: async (...name: Parameters<typeof load>) => {
        const row = await load(...name);
        const auth = { type: "none", secret: null, header: null, tolerance: "5m" };
        return row === null ? null : { ...row, trigger: { ...row.trigger, auth } };
      },
    });
    const { status, answer } = await world.send({ headers: json, body: "{}" });
    expect([status, answer.code]).toEqual([409, "ROW_TAMPERED"]);
    expect(await world.runs()).toEqual([]);
  });

  test("without authentication is refused in production", async () => {
    await world.seed({ hook: { auth: { type: "none" } }, environment: { tier: "production" } });
    const { status, answer } = await world.send({ headers: json, body: "{}" });
    expect([status, answer.code]).toEqual([403, "WEBHOOK_OPEN"]);
    expect(await world.runs()).toEqual([]);
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
    await world.seed({ hook: { auth: { ...bearer, ...auth } } });
    const sent = await world.send({ headers: { ...json, ...headers }, body: "{}" });
    expect(sent.status).toBe(status);
    const found = await world.runs();
    expect(found).toHaveLength(status === 202 ? 1 : 0);
    expect(JSON.stringify(found)).not.toContain("env:HOOK_KEY");
  });

  test("whose secret is not shared with the team tells the sender nothing", async () => {
    await world.seed({
      hook: { auth: bearer },
      environment: { secrets: { HOOK_KEY: { ref: "env:HOOK_KEY", teams: ["other"] } } },
    });
    const { status, text } = await world.send({ headers: { Authorization: "Bearer x" }, body: "" });
    expect(status).toBe(500);
    expect(text).not.toContain("HOOK_KEY");
    expect(world.org.faults).toHaveLength(1);
  });
});
