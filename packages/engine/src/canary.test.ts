import type { Json, Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "./testing/environments.ts";
import { type Answer, createFakeHttpClient, type FakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createRecordedStreams } from "./testing/recorded-streams.ts";
import { createWorld } from "./testing/run-world.ts";

/** Different under every encoding, so that none of them passes for another. */
const key = 'canary-ß "quoted" <b>/+&=?\\ end';
const hookPath = "/services/T0CANARY/B0CANARY/xoxCANARYxoxCANARYxox";
const hook = `https://hooks.example${hookPath}?signature=canary-signature-0123456789`;

/** Written out here once more: what the engine looks for must not be what the test looks for. */
function encodings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const json = JSON.stringify(text).slice(1, -1);
  const percent = encodeURIComponent(text);
  return [
    text,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll("ß", "\\u00df"),
    json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
    percent,
    percent.replaceAll(/%../g, (code) => code.toLowerCase()),
    new URLSearchParams({ a: text }).toString().slice(2),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  ];
}

/** Base64 of texts that hold it: as in basic authentication, and where it begins at each place of a group. */
function surrounded(text: string): readonly string[] {
  const texts = [`user:${text}`, `x${text}y`, `xy${text}`].map((each) => Buffer.from(each));
  return texts.flatMap((bytes) => [bytes.toString("base64"), bytes.toString("base64url")]);
}

/** Everything that an echo can make of it. */
function echoOf(text: string): Json {
  const forms = [...encodings(text), ...surrounded(text)];
  return { list: forms, text: `before ${forms.join(" | ")} after`, nested: JSON.stringify({ deep: forms }) };
}

const environment = environmentOf({
  secrets: {
    KEY: { ref: "env:KEY", teams: null, hosts: null },
    HOOK: { ref: "env:HOOK", teams: null, hosts: null },
  },
  channels: { ops: { type: "slack", secret: "HOOK" } },
});

const secrets = {
  resolve: async (_environment: string, { ref }: { readonly ref: string }) =>
    ref === "env:KEY" ? key : hook,
};

const llmStep = (given: Partial<Step> & { with?: Step["with"] } = {}) =>
  stepOf("ask", {
    type: "llm",
    effects: "read",
    ...given,
    with: {
      baseUrl: "https://llm.example/v1",
      model: "m",
      apiKey: "{{ secrets.KEY }}",
      prompt: "{{ input.prompt }}",
      ...given.with,
    },
  });

/** Runs a step and gives everything that anybody could read of it afterwards, as text. */
async function leftovers(steps: readonly Step[], http: FakeHttpClient, input: Json = { prompt: "Hi" }) {
  const streams = createRecordedStreams();
  const pipeline = pipelineOf(steps, {
    uses: { variables: [], secrets: ["KEY"], connections: [] },
    output: { value: "{{ steps }}", schema: true },
  });
  const world = await createWorld(pipeline, { http, environment, secrets, streams, input });
  const { input: _given, ...run } = await world.finish();
  const page = { limit: 1_000, cursor: null };
  const { items: logs } = await world.store.listLogs(run.id, { step: null, levels: [] }, page);
  const published = streams.pieces.map(({ text }) => text).join("");
  const kept = [run, await world.attempts(), logs, world.store.events, streams.pieces];
  return { run, text: JSON.stringify(kept) + published };
}

function expectNone(text: string, secret: string): void {
  for (const form of encodings(secret)) {
    expect(text).not.toContain(form);
    expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
  }
  for (const form of surrounded(secret)) expect(text).not.toContain(form.slice(8, -8));
}

const echoed: Answer = { json: echoOf(key) };
const refused: Answer = {
  status: 400,
  ...jsonBody({ error: { code: "bad", message: key, echo: echoOf(key) } }),
};

function jsonBody(json: Json) {
  return { headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(json)) };
}

function completion(text: string): Answer {
  return { json: { choices: [{ message: { content: text }, finish_reason: "stop" }], model: text } };
}

describe("a canary secret", () => {
  test.each<[string, Step["with"]]>([
    ["a header", { headers: { authorization: "Bearer {{ secrets.KEY }}" } }],
    ["the query", { query: { key: "{{ secrets.KEY }}" } }],
    ["a JSON body", { method: "POST", json: { deep: ["{{ secrets.KEY }}"] } }],
    ["a text body", { method: "POST", body: "key={{ secrets.KEY }}" }],
  ])("in %s of a request is nowhere to be found, whatever comes back", async (_, place) => {
    const step = httpStep("call", { with: { url: "https://api.example/", ...place } });
    for (const answer of [echoed, refused, new Error(`refused ${key}`)]) {
      const http = createFakeHttpClient(() => answer);
      const { text } = await leftovers([step], http);
      expect(JSON.stringify(http.requests)).toContain("canary");
      expectNone(text, key);
    }
  });

  test("in the URL itself is refused before anything is sent", async () => {
    const http = createFakeHttpClient(() => echoed);
    const step = httpStep("call", { with: { url: "https://api.example/{{ secrets.KEY }}" } });
    const { run, text } = await leftovers([step], http);
    expect(run).toMatchObject({ state: "failed", error: { type: "expression" } });
    expect(http.requests).toEqual([]);
    expectNone(text, key);
  });

  test("in a prompt is refused before anything is sent", async () => {
    const http = createFakeHttpClient(() => completion("x"));
    const { run, text } = await leftovers([llmStep({ with: { prompt: "{{ secrets.KEY }}" } })], http);
    expect(run).toMatchObject({ state: "failed", error: { type: "expression" } });
    expect(http.requests).toEqual([]);
    expectNone(text, key);
  });

  test("that a model repeats is nowhere to be found", async () => {
    const answer = completion(JSON.stringify(echoOf(key)));
    for (const step of [llmStep(), llmStep({ with: { responseSchema: { type: "object" } } })]) {
      const { run, text } = await leftovers(
        [step],
        createFakeHttpClient(() => answer),
        { prompt: key },
      );
      expect(run.state).toBe("completed");
      expectNone(text, key);
    }
  });

  test("that a model streams in pieces of one character is nowhere to be found", async () => {
    const said = `I was told: ${[...encodings(key), ...surrounded(key)].join(" ; ")} – and no more.`;
    const events = Array.from(said, (content) => ({ choices: [{ delta: { content } }] }));
    const end = { choices: [{ delta: {}, finish_reason: "stop" }] };
    const body = Buffer.from([...events, end].map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
    const http = createFakeHttpClient(() => ({ body }));
    const { run, text } = await leftovers([llmStep({ with: { stream: true } })], http);
    expect(run.state).toBe("completed");
    expect(text).toMatch(/I was told: .*and no more\./);
    expectNone(text, key);
  });

  test("in a provider's error is nowhere to be found", async () => {
    for (const stream of [false, true]) {
      const http = createFakeHttpClient(() => refused);
      const { run, text } = await leftovers([llmStep({ with: { stream } })], http);
      expect(run).toMatchObject({ state: "failed", error: { type: "provider" } });
      expectNone(text, key);
    }
  });

  test("that is a channel's address is nowhere to be found, nor are its parts", async () => {
    const step = stepOf("tell", { type: "notify", effects: "write", with: { channel: "ops", text: "Hi" } });
    const thrown = new Error(`POST ${hook} failed: no such path ${hookPath}, canary-signature-0123456789`);
    for (const answer of [{ json: echoOf(hook) }, { status: 404, ...jsonBody(echoOf(hook)) }, thrown]) {
      const http = createFakeHttpClient(() => answer);
      const { text } = await leftovers([step], http);
      expect(http.requests[0]?.url.href).toBe(hook);
      expectNone(text, hook);
      for (const part of [hookPath, "xoxCANARYxoxCANARYxox", "canary-signature"])
        expect(text).not.toContain(part);
    }
  });

  test("stays out of the errors of later attempts and steps", async () => {
    const retried = httpStep("call", {
      with: {
        url: "https://api.example/",
        headers: { a: "{{ urlEncode('x') }}", b: "Bearer {{ secrets.KEY }}" },
      },
      retry: retryOf({ maxAttempts: 3, baseDelay: "10ms" }),
      onError: { strategy: "fallback", value: null, on: ["any"] },
    });
    const later = stepOf("later", {
      type: "assert",
      dependsOn: ["call"],
      with: { that: "{{ false }}", message: "{{ steps.call.error.message }}" },
    });
    const http = createFakeHttpClient(() => new Error(`${key} again`));
    const { run, text } = await leftovers([retried, later], http);
    expect(run).toMatchObject({ state: "failed", error: { step: "later" } });
    expectNone(text, key);
  });
});
