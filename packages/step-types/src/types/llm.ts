import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, jsonSchema, price, strict, stringMap, text } from "../fields.ts";

const message = Type.Object(
  { role: Type.Enum(["system", "user", "assistant"]), content: Type.String() },
  strict,
);

const parameters = Type.Object(
  {
    provider: Type.Optional(
      Type.Enum(["openai", "anthropic"], {
        description: "Which protocol the endpoint speaks. Default openai.",
      }),
    ),
    baseUrl: text("Base URL of the endpoint, without `/chat/completions` or `/messages`."),
    model: text("Name of the model."),
    apiKey: Type.Optional(text("Key of the endpoint: `{{ secrets.NAME }}`.")),
    headers: Type.Optional(stringMap("Further request headers.")),
    system: Type.Optional(Type.String({ description: "System prompt." })),
    prompt: Type.Optional(Type.String({ description: "User message; not together with `messages`." })),
    messages: Type.Optional(
      Type.Array(message, { minItems: 1, description: "A whole conversation; not together with `prompt`." }),
    ),
    temperature: Type.Optional(
      Type.Number({ minimum: 0, maximum: 2, description: "0 is the most repeatable." }),
    ),
    topP: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "Nucleus sampling." })),
    maxTokens: Type.Optional(Type.Integer({ minimum: 1, description: "Longest answer." })),
    stop: Type.Optional(
      Type.Array(Type.String(), { maxItems: 8, description: "Texts that end the answer." }),
    ),
    responseSchema: Type.Optional(
      jsonSchema("JSON Schema of the answer. The answer is parsed, checked and becomes the output."),
    ),
    stream: Type.Optional(
      Type.Boolean({ description: "Publish the answer while it comes in. Default false." }),
    ),
    options: Type.Optional(
      Type.Record(Type.String(), anyValue("As the provider documents it."), {
        description: "Further fields of the request body.",
      }),
    ),
    price: Type.Optional(price),
  },
  { ...strict, oneOf: [{ required: ["prompt"] }, { required: ["messages"] }] },
);

const textOutput = {
  type: "object",
  required: ["text"],
  properties: {
    text: { type: "string" },
    model: { type: "string" },
    stopReason: { type: "string" },
    usage: {
      type: "object",
      properties: {
        inputTokens: { type: "integer" },
        outputTokens: { type: "integer" },
        cost: { type: "number" },
      },
    },
  },
} as const;

/** `llm`: one chat completion. */
export const llm = declareStepType({
  type: "llm",
  summary: "Asks a chat model; with `responseSchema` the checked answer is the output, else `text`.",
  with: parameters,
  outputSchema: ({ responseSchema }) =>
    responseSchema !== null && typeof responseSchema === "object" && !Array.isArray(responseSchema)
      ? (responseSchema as { readonly [key: string]: never })
      : textOutput,
  effects: { default: "read", floor: "read" },
  secrets: ["/apiKey", "/headers/*"],
  literal: ["/responseSchema/**"],
  powers: ["network"],
});
