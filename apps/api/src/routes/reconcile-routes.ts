import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFacts } from "../environments/load-environment-facts.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { waitForReconcile } from "../environments/wait-for-reconcile.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { operation } from "../requests/operation.ts";
import { toWaitMs, waitParameter } from "../requests/wait-parameter.ts";
import type { RouteDeps } from "../route-deps.ts";
import { environmentResponse, presentEnvironment } from "../views/environment-view.ts";
import { previewResponse } from "../views/plan-view.ts";

const tag = "Environments";

/** `/environments/{env}/plan` and `/reconcile`: what would be applied, and looking now. */
export function reconcileRoutes(deps: RouteDeps) {
  const { store } = deps;
  return new Hono<ApiEnv>()
    .get("/environments/:env/plan", planOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const deadline = deadlineOf(c.req.raw);
      const { revision = null } = c.req.valid("query");
      return c.json(await deps.planner.preview(slug, revision, deadline), 200);
    })
    .post("/environments/:env/reconcile", reconcileOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const milliseconds = toWaitMs(c.req.valid("query").wait);
      const since = await store.now();
      await store.environments.raiseHint(slug);
      const gone = c.req.raw.signal;
      const settled =
        milliseconds === 0
          ? null
          : await waitForReconcile(deps, { environment: slug, since, milliseconds, gone });
      const status = settled ?? (await loadEnvironment(deps, c.var.token, slug));
      const environment = presentEnvironment(status, await loadEnvironmentFacts(deps, slug));
      return c.json({ environment }, settled === null ? 202 : 200);
    });
}

const planOperation = operation({
  tag,
  summary: "Show the plan that would be applied now, gate by gate",
  role: "viewer",
  query: Type.Object(
    {
      revision: Type.Optional(
        Type.String({
          pattern: "^[0-9A-Za-z][0-9A-Za-z._/-]{0,199}$",
          description: "A commit to plan instead of the branch's head.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: { description: "The plan, the decision on it, and who feels it.", schema: previewResponse },
  },
});

const reconcileOperation = operation({
  tag,
  summary: "Look at git now",
  description:
    "Safe to repeat. With `wait`, answers when what git says is applied, refused or waiting for a gate.",
  role: "deployer",
  query: Type.Object({ wait: waitParameter }, { additionalProperties: false }),
  responses: {
    200: { description: "Applied, refused or waiting.", schema: environmentResponse },
    202: { description: "The controller was asked to look.", schema: environmentResponse },
  },
});
