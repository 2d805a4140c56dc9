import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { price, strict, stringMap, text } from "../fields.ts";

const parameters = Type.Object(
  {
    baseUrl: text("Base URL of the endpoint, without `/embeddings`."),
    model: text("Name of the model."),
    apiKey: Type.Optional(text("Key of the endpoint: `{{ secrets.NAME }}`.")),
    headers: Type.Optional(stringMap("Further request headers.")),
    input: Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 2_048 })], {
      description: "One text, or several.",
    }),
    dimensions: Type.Optional(Type.Integer({ minimum: 1, description: "Length of the vectors." })),
    price: Type.Optional(price),
  },
  strict,
);

/** `embeddings`: vectors from an OpenAI-compatible endpoint. */
export const embeddings = declareStepType({
  type: "embeddings",
  summary: "Turns texts into vectors, in the order of the texts.",
  with: parameters,
  outputSchema: () => ({
    type: "object",
    additionalProperties: false,
    required: ["vectors"],
    properties: {
      vectors: { type: "array", items: { type: "array", items: { type: "number" } } },
      usage: { type: "object", properties: { inputTokens: { type: "integer" }, cost: { type: "number" } } },
    },
  }),
  effects: { default: "read", floor: "read" },
  secrets: ["/apiKey", "/headers/*"],
  powers: ["network"],
});
