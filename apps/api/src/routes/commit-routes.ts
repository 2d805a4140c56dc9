import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { commitResponse } from "../views/commit-view.ts";

/** `/commits`: where a commit is, and what keeps it from being elsewhere. */
export function commitRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().get("/commits/:sha", explainOperation, async (c) => {
    const deadline = deadlineOf(c.req.raw);
    const { environments } = c.var.token;
    const question = { commit: c.req.param("sha"), environments };
    return c.json(await deps.explainCommit(question, deadline), 200);
  });
}

const explainOperation = operation({
  tag: "Commits",
  summary: "Say where a commit is, or why it is not there",
  description:
    "For each environment that the token reaches: deployed, deployed with a later commit, blocked with every gate that is not open, replaced, not seen yet, not on its branch, or removed.",
  role: "viewer",
  responses: {
    200: { description: "The commit, and one answer for each environment.", schema: commitResponse },
  },
});
