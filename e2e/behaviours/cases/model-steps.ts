import { expect } from "vitest";

import { fails, gives, type Theme } from "../../harness/behaviours/behaviour.ts";

const llm = (variable: string, more: object = {}) => ({
  type: "llm",
  with: { baseUrl: `{{ vars.${variable} }}`, model: "m", prompt: "Hi", ...more },
});
const embeddings = (variable: string, more: object = {}) => ({
  type: "embeddings",
  with: { baseUrl: `{{ vars.${variable} }}`, model: "m", input: ["a", "bb"], ...more },
});
const responseSchema = { type: "object", required: ["sum"], properties: { sum: { type: "number" } } };
const hello = {
  text: "Hello.",
  model: "fake-model-1",
  stopReason: "stop",
  usage: { inputTokens: 10, outputTokens: 5 },
};
const vectors = [
  [1, 1, 0.5],
  [2, 1, 0.5],
];

/** Steps that ask a model. */
export const modelSteps: Theme = {
  slug: "model",
  title: "a step that asks a model",
  behaviours: [
    gives("llm gives the answer, and what it used", llm("MODEL"), hello),
    gives("llm speaks to Anthropic, too", llm("MODEL", { provider: "anthropic", maxTokens: 10 }), {
      ...hello,
      stopReason: "end_turn",
    }),
    gives("llm gives the same answer when it streams", llm("MODEL", { stream: true }), hello),
    gives(
      "llm takes a whole conversation",
      {
        type: "llm",
        with: { baseUrl: "{{ vars.MODEL }}", model: "m", messages: [{ role: "user", content: "Hi" }] },
      },
      hello,
    ),
    gives(
      "llm turns tokens into cost by its price",
      llm("MODEL", { price: { inputPerMillion: 1_000, outputPerMillion: 2_000 } }),
      { ...hello, usage: { inputTokens: 10, outputTokens: 5, cost: expect.closeTo(0.02) } },
    ),
    gives("llm parses an answer of a given shape", llm("MODEL_JSON", { responseSchema }), { sum: 4 }),
    gives("llm takes code fences off", llm("MODEL_FENCED", { responseSchema }), { sum: 5 }),
    gives("llm has an answer repaired once", llm("MODEL_REPAIRS", { responseSchema }), { sum: 6 }),
    fails("llm fails when the repair does not fit either", llm("MODEL_MISFIT", { responseSchema }), {
      type: "validation",
      contains: "nor does its repair",
    }),
    fails(
      "an answer that does not fit is not asked for again",
      { ...llm("MODEL_MISFIT", { responseSchema }), retry: { maxAttempts: 3, baseDelay: "1ms" } },
      { type: "validation" },
    ),
    fails("llm fails when the provider refuses", llm("MODEL_BAD_REQUEST"), {
      type: "provider",
      contains: "400",
      details: { status: 400, code: "bad_request" },
    }),
    fails(
      "llm fails when its key is refused",
      llm("MODEL_UNAUTHORIZED", { apiKey: "{{ secrets.API_KEY }}" }),
      { type: "provider", details: { status: 401, code: "invalid_api_key" } },
    ),
    fails(
      "llm fails when the provider breaks, after all tries",
      { ...llm("MODEL_BROKEN"), retry: { maxAttempts: 3, baseDelay: "1ms" } },
      { type: "provider", contains: "500", tries: 3 },
    ),
    {
      ...gives(
        "llm asks again after the provider was busy",
        { ...llm("MODEL_BUSY"), retry: { maxAttempts: 2, baseDelay: "1ms" } },
        "At last.",
      ),
      manifest: { output: { value: "{{ steps.only.output.text }}" } },
    },
    fails("a gateway that ran out of time is a timeout", llm("MODEL_SLOW"), {
      type: "timeout",
      details: { status: 504, code: "gateway_timeout" },
    }),
    fails("an answer that is no JSON is the provider's fault", llm("MODEL_NO_JSON"), { type: "provider" }),
    fails(
      "llm runs into its own timeout",
      { ...llm("MODEL_SILENT", { stream: true }), timeout: "300ms" },
      { type: "timeout" },
    ),
    fails("llm fails when the connection breaks", llm("MODEL_BREAKS_OFF", { stream: true }), {
      type: "connectivity",
    }),
    fails("llm fails when a stream ends before its answer", llm("MODEL_ENDS_EARLY", { stream: true }), {
      type: "connectivity",
    }),
    fails("llm fails when the provider gives up in the middle", llm("MODEL_GIVES_UP", { stream: true }), {
      type: "provider",
      details: { code: "overloaded" },
    }),
    fails(
      "llm cannot reach a closed port",
      { type: "llm", with: { baseUrl: "http://127.0.0.1:1/v1", model: "m", prompt: "Hi" } },
      { type: "connectivity" },
    ),
    fails(
      "llm refuses a host that egress does not allow",
      { type: "llm", with: { baseUrl: "http://10.1.2.3/v1", model: "m", prompt: "Hi" } },
      { type: "security", contains: "Egress" },
    ),
    fails(
      "llm refuses to send its key to another host",
      llm("MODEL", { apiKey: "{{ secrets.ELSEWHERE_KEY }}" }),
      { type: "security", contains: "ELSEWHERE_KEY" },
    ),
    gives("embeddings gives vectors in the order of the texts", embeddings("MODEL"), {
      vectors,
      usage: { inputTokens: 6 },
    }),
    gives("embeddings takes one text", embeddings("MODEL", { input: "abc" }), {
      vectors: [[3, 1, 0.5]],
      usage: { inputTokens: 3 },
    }),
    gives("embeddings asks nobody about no texts", embeddings("MODEL", { input: [] }), { vectors: [] }),
    fails("embeddings fails on vectors of another length", embeddings("MODEL", { dimensions: 4 }), {
      type: "provider",
      contains: "4 dimensions",
    }),
    fails("embeddings fails when the provider refuses", embeddings("MODEL_BAD_REQUEST"), {
      type: "provider",
      details: { status: 400, code: "bad_request" },
    }),
    fails(
      "embeddings refuses a host that egress does not allow",
      { type: "embeddings", with: { baseUrl: "http://10.1.2.3/v1", model: "m", input: "a" } },
      { type: "security" },
    ),
  ],
};
