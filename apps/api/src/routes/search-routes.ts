import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { search } from "../matrix/search.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { plainTextPattern } from "../views/fields.ts";
import { searchResponse } from "../views/search-view.ts";

/** `/search`: where a person may want to go. */
export function searchRoutes({ store, survey }: RouteDeps) {
  return new Hono<ApiEnv>().get("/search", searchOperation, async (c) => {
    const { token } = c.var;
    const { q: text } = c.req.valid("query");
    return c.json({ items: await search(store, await survey.read(token), { token, text }) }, 200);
  });
}

const searchOperation = operation({
  tag: "Dashboard",
  summary: "Find pipelines, environments, deploys, runs and commits",
  description:
    "Pipelines and environments by part of their names; deploys, runs and commits by how their id begins, from four characters on. At most 20, the likeliest first.",
  role: "viewer",
  query: Type.Object(
    { q: Type.String({ minLength: 1, maxLength: 100, pattern: plainTextPattern }) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "What may be meant.", schema: searchResponse } },
});
