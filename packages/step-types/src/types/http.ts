import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict, stringMap, text } from "../fields.ts";

const paginate = Type.Object(
  {
    next: anyValue(
      "Template over `response` and `page`, evaluated after each page: URL of the next page, or null at the end.",
    ),
    items: anyValue("Template over `response` and `page` that gives the page's items."),
    maxPages: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: "Default 100." })),
  },
  { ...strict, description: "Follows pages and gives all their items as `items`." },
);

const parameters = Type.Object(
  {
    method: Type.Optional(
      Type.Enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], {
        description: "Default GET.",
      }),
    ),
    url: text("Absolute http or https URL. Egress policy is checked on the address it resolves to."),
    query: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: "Added to the URL, encoded; null is left out.",
      }),
    ),
    headers: Type.Optional(stringMap("Request headers.")),
    json: Type.Optional(anyValue("Sent as JSON; not together with `body`.")),
    body: Type.Optional(Type.String({ description: "Sent as text; not together with `json`." })),
    expectStatus: Type.Optional(
      Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), {
        minItems: 1,
        description: "Statuses that are a success. Default: 200 to 299.",
      }),
    ),
    responseType: Type.Optional(
      Type.Enum(["auto", "json", "text", "base64"], {
        description: "How the body is read. Default auto: JSON when the response says so, else text.",
      }),
    ),
    paginate: Type.Optional(paginate),
  },
  { ...strict, not: { required: ["json", "body"] } },
);

/** `http`: one request, or a walk over pages. */
export const http = declareStepType({
  type: "http",
  summary: "Sends an HTTP request and gives status, headers and body.",
  with: parameters,
  outputSchema: ({ paginate }) => ({
    type: "object",
    additionalProperties: false,
    required: paginate === undefined ? ["status", "headers", "body"] : ["status", "headers", "body", "items"],
    properties: {
      status: { type: "integer" },
      headers: { type: "object", additionalProperties: { type: "string" } },
      body: {},
      ...(paginate === undefined ? {} : { items: { type: "array" } }),
    },
  }),
  effects: { default: "write", floor: "read" },
  secrets: ["/headers/*", "/query/*", "/json/**", "/body"],
  deferred: { "/paginate/next": ["response", "page"], "/paginate/items": ["response", "page"] },
  powers: ["network"],
});
