import { type FakeLlmServer, startFakeLlmServer } from "@lockstep/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createNodeHttpClient } from "../http/node-http-client.ts";
import { contextOf } from "../testing/context-of.ts";
import { embeddings } from "./embeddings.ts";
import type { StepContext, WithOf } from "./step-executor.ts";

let provider: FakeLlmServer;

beforeEach(async () => {
  provider = await startFakeLlmServer();
});
afterEach(() => provider.close());

const reach = { http: createNodeHttpClient(), egress: { default: "deny", allow: ["127.0.0.1"] } } as const;

function embed(parameters: Partial<WithOf<"embeddings">> = {}, context: StepContext = contextOf(reach)) {
  return embeddings({ baseUrl: provider.url, model: "m", input: "one", ...parameters }, context);
}

function respondWith(body: object): void {
  provider.answerWith({ does: "respond", status: 200, body: JSON.stringify(body) });
}

describe("an embeddings step", () => {
  test("gives a vector per text, in the order of the texts", async () => {
    expect(await embed({ input: ["a", "bbb", "cc"] })).toMatchObject({
      vectors: [
        [1, 1, 0.5],
        [3, 1, 0.5],
        [2, 1, 0.5],
      ],
    });
  });

  test("takes one text as a list of one, and counts its tokens and cost", async () => {
    const context = contextOf(reach);
    const output = await embed({ apiKey: "key-1", price: { inputPerMillion: 500_000 } }, context);
    expect(output).toEqual({ vectors: [[3, 1, 0.5]], usage: { inputTokens: 3, cost: 1.5 } });
    expect(context.reports).toEqual([{ inputTokens: 3, outputTokens: 0, cost: 1.5 }]);
    expect(provider.requests[0]).toMatchObject({
      path: "/v1/embeddings",
      headers: { authorization: "Bearer key-1" },
      body: { model: "m", input: ["one"] },
    });
  });

  test("asks nobody about no texts", async () => {
    expect(await embed({ input: [] })).toEqual({ vectors: [] });
    expect(provider.requests).toEqual([]);
  });

  test.each([
    ["too few vectors", { data: [{ index: 0, embedding: [1] }] }, /1 of 2 vectors/],
    ["no vectors", {}, /0 of 2 vectors/],
    ["words for vectors", { data: [{ embedding: ["a"] }, { embedding: [1] }] }, /1 of 2 vectors/],
    ["vectors of several lengths", { data: [{ embedding: [1] }, { embedding: [1, 2] }] }, /dimensions/],
    ["an error", { error: { message: "Unknown model." } }, /gave up.*Unknown model/],
  ])("fails as provider for %s", async (_, body, message) => {
    respondWith(body);
    const failed = embed({ input: ["a", "b"] });
    await expect(failed).rejects.toMatchObject({ type: "provider", message: expect.stringMatching(message) });
  });

  test("fails as provider when the vectors are not as long as was asked for", async () => {
    respondWith({ data: [{ embedding: [1, 2] }] });
    await expect(embed({ dimensions: 3 })).rejects.toThrow(/do not have 3 dimensions/);
  });

  test("passes on how long a rate limit lasts", async () => {
    provider.answerWith({ does: "respond", status: 429, headers: { "retry-after": "2" }, body: "{}" });
    await expect(embed()).rejects.toMatchObject({ type: "provider", retryAfterMs: 2_000 });
  });

  test("may ask only where egress allows", async () => {
    const egress = { default: "deny", allow: [] } as const;
    await expect(embed({}, contextOf({ ...reach, egress }))).rejects.toMatchObject({ type: "security" });
  });
});
