import { describe, expect, test } from "vitest";

import { providerWorld, streamed, useFakeProvider } from "../testing/fake-provider.fixture.ts";
import { createFakeTime } from "../testing/fake-time.ts";

const { provider, ask } = useFakeProvider();

describe("an llm step", () => {
  test.each(streamed)("gives text, model, stop reason and tokens: %o", async (given) => {
    provider().answerWith({ does: "answer", text: "Good day.", inputTokens: 10, outputTokens: 7 });
    const context = providerWorld();
    expect(await ask(given, context)).toEqual({
      text: "Good day.",
      model: "fake-model-1",
      stopReason: given.provider === "openai" ? "stop" : "end_turn",
      usage: { inputTokens: 10, outputTokens: 7 },
    });
    const total = context.reports.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
    expect(total).toBe(7);
  });

  test("asks an OpenAI-compatible endpoint with key, conversation and choices", async () => {
    await ask({
      apiKey: "key-1",
      headers: { "x-team": "support" },
      system: "Be kind.",
      messages: [
        { role: "user", content: "a" },
        { role: "assistant", content: "b" },
        { role: "user", content: "c" },
      ],
      temperature: 0,
      topP: 0.5,
      maxTokens: 9,
      stop: ["END"],
      options: { seed: 7, model: "ignored" },
    });
    expect(provider().requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: "Bearer key-1", "x-team": "support" },
    });
    expect(provider().requests[0]?.body).toMatchObject({
      model: "m",
      temperature: 0,
      top_p: 0.5,
      max_tokens: 9,
      stop: ["END"],
      seed: 7,
      messages: [
        { role: "system" },
        { role: "user" },
        { role: "assistant" },
        { content: "c" },
        { content: "Hi" },
      ],
    });
  });

  test("asks Anthropic with its key header, its version, a limit, and the system prompt apart", async () => {
    await ask({ provider: "anthropic", apiKey: "key-1", system: "Be kind.", stop: ["END"] });
    expect(provider().requests[0]).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": "key-1", "anthropic-version": "2023-06-01" },
      body: {
        system: "Be kind.",
        max_tokens: 4_096,
        stop_sequences: ["END"],
        messages: [{ role: "user", content: "Hi" }],
      },
    });
    expect(provider().requests[0]?.headers["authorization"]).toBeUndefined();
  });

  test("lets options replace what a server does not understand", async () => {
    const options = { response_format: { type: "json_object" }, stream_options: null, stream: false };
    provider().answerWith({ does: "answer", text: "{}" });
    await ask({ options, stream: true, responseSchema: { type: "object" } });
    expect(provider().requests[0]?.body).toMatchObject({ ...options, stream: true });
  });

  test("sends nothing that was not chosen", async () => {
    await ask();
    expect(Object.keys(provider().requests[0]?.body ?? {}).sort()).toEqual(["messages", "model"]);
  });

  test.each(streamed)("costs what its price says: %o", async (given) => {
    provider().answerWith({ does: "answer", text: "x", inputTokens: 10, outputTokens: 500_000 });
    const context = providerWorld();
    const price = { inputPerMillion: 3, outputPerMillion: 15 };
    const { usage } = (await ask({ ...given, price }, context)) as { usage: { cost: number } };
    expect(usage.cost).toBeCloseTo(7.50003);
    expect(context.reports.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBeCloseTo(7.50003);
  });

  test("may ask only where egress allows", async () => {
    const context = providerWorld({ egress: { default: "allow", allow: [] } });
    await expect(ask({}, context)).rejects.toMatchObject({ type: "security" });
    await expect(ask({ stream: true }, context)).rejects.toMatchObject({ type: "security" });
    expect(provider().requests).toEqual([]);
  });

  test("keeps a key from hosts that it is not for", async () => {
    const secrets = [{ name: "KEY", value: "key-of-another-host", hosts: ["api.example"] }];
    const asked = ask({ apiKey: "key-of-another-host" }, providerWorld({ secrets }));
    await expect(asked).rejects.toMatchObject({ type: "security" });
    expect(provider().requests).toEqual([]);
  });

  test("does not follow a redirect with its key", async () => {
    const headers = { location: `${provider().url}/elsewhere` };
    provider().answerWith({ does: "respond", status: 307, headers, body: "" });
    await expect(ask({ apiKey: "key-1" })).rejects.toMatchObject({
      type: "provider",
      details: { status: 307 },
    });
    expect(provider().requests).toHaveLength(1);
  });
});

describe("a provider that fails", () => {
  test.each([
    [429, "provider"],
    [529, "provider"],
    [500, "provider"],
    [503, "provider"],
    [401, "provider"],
    [400, "provider"],
    [408, "timeout"],
    [504, "timeout"],
  ])("with %i is a failure of type %s", async (status, type) => {
    const body = JSON.stringify({ error: { type: "some_error", message: "It went wrong." } });
    provider().answerWith({ does: "respond", status, body });
    for (const stream of [false, true]) {
      const failed = ask({ stream });
      await expect(failed).rejects.toMatchObject({ type, details: { status, code: "some_error" } });
      await expect(failed).rejects.toThrow(`answered ${status} (some_error): It went wrong.`);
    }
  });

  test.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
    [{ "retry-after": "Tue, 03 Feb 2026 14:01:00 GMT" }, 60_000],
    [{ "retry-after": "999999" }, 900_000],
    [{ "retry-after": "whenever" }, undefined],
    [{}, undefined],
  ])("asking for %o is left alone for %s ms", async (headers, retryAfterMs) => {
    provider().answerWith({ does: "respond", status: 429, headers, body: "{}" });
    const clock = createFakeTime();
    await expect(ask({}, providerWorld({ clock }))).rejects.toMatchObject({ type: "provider", retryAfterMs });
  });

  test.each(["<html>Bad gateway</html>", "", '{"error":"overloaded"}', '{"error":null}'])(
    "with the body %s still says its status",
    async (body) => {
      provider().answerWith({ does: "respond", status: 502, body });
      await expect(ask()).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 502/);
    },
  );

  test.each([
    ["no JSON", "{broken", /not JSON/],
    ["no choice", '{"choices":[]}', /no choice/],
    ["another shape", "[1]", /no choice/],
    ["an error instead", '{"error":{"code":"overloaded","message":"later"}}', /gave up.*overloaded.*later/],
  ])("with %s is a provider failure", async (_, body, message) => {
    provider().answerWith({ does: "respond", status: 200, body });
    await expect(ask()).rejects.toMatchObject({ type: "provider", message: expect.stringMatching(message) });
  });

  test("of Anthropic without content is a provider failure", async () => {
    provider().answerWith({ does: "respond", status: 200, body: '{"type":"message"}' });
    await expect(ask({ provider: "anthropic" })).rejects.toMatchObject({ type: "provider" });
  });

  test("by refusing to answer is a provider failure", async () => {
    const message = { refusal: "I cannot do that." };
    const body = JSON.stringify({ choices: [{ message, finish_reason: "stop" }] });
    provider().answerWith({ does: "respond", status: 200, body });
    await expect(ask()).rejects.toMatchObject({ type: "provider", message: "The model refused to answer." });
    provider().answerWith({ does: "answer", text: "", stopReason: "refusal" });
    for (const stream of [false, true]) {
      const context = providerWorld();
      const refused = ask({ provider: "anthropic", stream }, context);
      await expect(refused).rejects.toMatchObject({ type: "provider" });
      expect(context.reports).not.toEqual([]);
    }
  });

  test("that nobody reaches is a failure of connectivity", async () => {
    await provider().close();
    await expect(ask()).rejects.toMatchObject({ type: "connectivity" });
    await expect(ask({ stream: true })).rejects.toMatchObject({ type: "connectivity" });
  });

  test("with more than a body may hold is a provider failure", async () => {
    provider().answerWith({ does: "respond", status: 200, body: " ".repeat(9 * 1024 * 1024) });
    await expect(ask()).rejects.toMatchObject({
      type: "provider",
      message: expect.stringContaining("larger"),
    });
  });
});
