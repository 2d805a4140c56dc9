import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import type { OpenApiDocument } from "../openapi/build-document.ts";
import { referenceStyle } from "../openapi/reference-style.ts";
import { renderReference } from "../openapi/render-reference.ts";
import { operation } from "../requests/operation.ts";

const tag = "Reference";

/** `/docs` and `/api/v1/openapi.json`: the contract for people and for programs. */
export function referenceRoutes(readDocument: () => OpenApiDocument) {
  return new Hono<ApiEnv>()
    .get("/api/v1/openapi.json", documentOperation, (c) => c.json(readDocument() as object))
    .get("/docs", pageOperation, (c) => c.html(renderReference(readDocument())))
    .get("/docs/reference.css", styleOperation, (c) =>
      c.body(referenceStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
    );
}

const documentOperation = operation({
  tag,
  summary: "Show this document",
  role: null,
  responses: {
    200: { description: "OpenAPI 3.1.", schema: Type.Object({}, { additionalProperties: true }) },
  },
});

const pageOperation = operation({
  tag,
  summary: "Show this document to people",
  role: null,
  responses: { 200: { description: "A page that loads nothing from elsewhere.", mediaType: "text/html" } },
});

const styleOperation = operation({
  tag,
  summary: "How that page looks",
  role: null,
  responses: { 200: { description: "A style sheet.", mediaType: "text/css" } },
});
