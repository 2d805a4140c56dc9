import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import type { OpenApiDocument } from "../openapi/build-document.ts";
import { referenceStyle } from "../openapi/reference-style.ts";
import { renderReference } from "../openapi/render-reference.ts";

/** `/docs` and `/api/v1/openapi.json`: the contract for people and for programs. */
export function referenceRoutes(readDocument: () => OpenApiDocument) {
  return new Hono<ApiEnv>()
    .get("/api/v1/openapi.json", (c) => c.json(readDocument() as object))
    .get("/docs", (c) => c.html(renderReference(readDocument())))
    .get("/docs/reference.css", (c) =>
      c.body(referenceStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
    );
}
