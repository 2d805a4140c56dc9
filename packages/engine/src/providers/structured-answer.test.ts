import { describe, expect, test } from "vitest";

import { providerWorld, streamed, useFakeProvider } from "../testing/fake-provider.fixture.ts";

const { provider, ask } = useFakeProvider();

const category = {
  type: "object",
  required: ["category"],
  additionalProperties: false,
  properties: { category: { enum: ["billing", "other"] } },
} as const;

describe("a response schema", () => {
  test.each(streamed)("makes the checked answer the output: %o", async (given) => {
    provider().answerWith({ does: "answer", text: '{"category":"billing"}' });
    expect(await ask({ ...given, responseSchema: category })).toEqual({ category: "billing" });
    expect(JSON.stringify(provider().requests[0]?.body)).toContain("must fit this JSON Schema");
  });

  test("goes to an OpenAI-compatible endpoint as its response format", async () => {
    provider().answerWith({ does: "answer", text: '{"category":"billing"}' });
    await ask({ responseSchema: category });
    expect(provider().requests[0]?.body).toMatchObject({
      response_format: { type: "json_schema", json_schema: { schema: category } },
    });
  });

  test("accepts JSON in a code fence", async () => {
    provider().answerWith({ does: "answer", text: '```json\n{"category": "other"}\n```\n' });
    expect(await ask({ responseSchema: category })).toEqual({ category: "other" });
  });

  test.each([
    ["does not fit", '{"category":"weather"}', "/category"],
    ["is not JSON", "It is about billing.", "is not JSON"],
    ["is empty", "", "is not JSON"],
  ])("asks once more, with the errors, when the answer %s", async (_, text, error) => {
    provider().answerWith({ does: "answer", text }, { does: "answer", text: '{"category":"billing"}' });
    const context = providerWorld();
    expect(await ask({ responseSchema: category }, context)).toEqual({ category: "billing" });
    const messages = provider().requests[1]?.body["messages"] as { role: string; content: string }[];
    expect(messages.slice(-2).map(({ role }) => role)).toEqual(["assistant", "user"]);
    expect(messages.at(-1)?.content).toContain(error);
    expect(context.reports).toHaveLength(2);
  });

  test("fails as validation when the repair does not fit either, and asks no third time", async () => {
    provider().answerWith({ does: "answer", text: '{"category":"weather"}' });
    const failed = ask({ responseSchema: category });
    await expect(failed).rejects.toMatchObject({
      type: "validation",
      details: { errors: [{ path: "/category" }] },
    });
    expect(provider().requests).toHaveLength(2);
  });

  test("says so when the answer was cut off, and does not try to repair that", async () => {
    provider().answerWith({ does: "answer", text: '{"category":"bil', stopReason: "length" });
    await expect(ask({ responseSchema: category })).rejects.toThrow(/cut off at `maxTokens`/);
    expect(provider().requests).toHaveLength(1);
  });

  test("that cannot be used costs no request", async () => {
    await expect(ask({ responseSchema: { type: "nonsense" } })).rejects.toMatchObject({ type: "validation" });
    expect(provider().requests).toEqual([]);
  });

  test("publishes the answer and its repair apart", async () => {
    provider().answerWith({ does: "answer", text: "no" }, { does: "answer", text: '{"category":"other"}' });
    const context = providerWorld();
    await ask({ responseSchema: category, stream: true }, context);
    expect(context.answers).toEqual(["no", '{"category":"other"}']);
  });
});
