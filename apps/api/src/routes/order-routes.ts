import { Hono } from "hono";
import { Type } from "typebox";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { presentDeploySummary } from "../views/deploy-view.ts";
import { reason, slug as slugField } from "../views/fields.ts";
import {
  presentRollbackPreview,
  presentRolledBack,
  retiredResponse,
  rollbackPreviewResponse,
  rolledBackResponse,
} from "../views/rollback-view.ts";

const tag = "Environments";

/** What people order past git: going back, and taking out of service. Needs neither git nor a forge. */
export function orderRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/environments/:env/rollback", previewOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { to, pipelines = null } = c.req.valid("query");
      const preview = await deps.previewRollBack({ environment: slug, to, pipelines });
      return c.json({ preview: presentRollbackPreview(preview) }, 200);
    })
    .post("/environments/:env/rollback", rollbackOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { reason: why, pipelines = null, ...chosen } = c.req.valid("json");
      const actor = tokenActor(c.var.token);
      const request = {
        environment: slug,
        ...chosen,
        pipelines,
        reason: why,
        actor,
        kind: "rollback",
      } as const;
      return c.json(presentRolledBack(await deps.rollBack(request)), 200);
    })
    .post("/environments/:env/retire", retireOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const actor = tokenActor(c.var.token);
      const { deploy, sequence } = await deps.retire({
        environment: slug,
        reason: c.req.valid("json").reason,
        actor,
      });
      return c.json({ deploy: presentDeploySummary(deploy), sequence }, 200);
    });
}

const target = {
  to: Type.String({ minLength: 1, maxLength: 100, description: "Id of a deploy that was applied here." }),
  pipelines: Type.Optional(
    Type.Immutable(
      Type.Array(slugField, { description: "Pipelines to take back; all that differ when absent." }),
    ),
  ),
};

const previewOperation = operation({
  tag,
  summary: "Show what a rollback would do",
  role: "viewer",
  query: Type.Object(target, { additionalProperties: false }),
  responses: { 200: { description: "What would change, and what not.", schema: rollbackPreviewResponse } },
});

const rollbackOperation = operation({
  tag,
  summary: "Go back to what an earlier deploy left",
  description:
    "At once, without git. What it takes out is quarantined under any version, and a hold keeps the environment as it is until the branch no longer has it or a person resumes. Whoever is second is told who was first (409).",
  audit: "rollback",
  role: "deployer",
  body: Type.Object(
    {
      ...target,
      from: Type.Optional(
        Type.String({
          maxLength: 100,
          description:
            "`from` of the preview that was shown: if another deploy is in force by now, nothing is done.",
        }),
      ),
      reason,
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "What is in force now.", schema: rolledBackResponse } },
});

const retireOperation = operation({
  tag,
  summary: "Take an environment out of service whose manifest is gone",
  description:
    "Its triggers stop, its runs finish. It keeps its policy: if its manifest comes back, it is planned anew.",
  audit: "retire",
  role: "admin",
  body: Type.Object({ reason }, { additionalProperties: false }),
  responses: { 200: { description: "The deploy that retired everything.", schema: retiredResponse } },
});
