import { Hono } from "hono";
import { Type } from "typebox";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { answerApproval } from "../runs/answer-approval.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { answer, id, slug } from "../views/fields.ts";
import { openApprovalView, presentOpenApproval } from "../views/open-approval-view.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentRun, runView } from "../views/run-view.ts";
import { presentWholeAttempt, stepAttemptView } from "../views/step-attempt-view.ts";

/** What runs ask people, and people's answers. */
export function approvalRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/approvals", listOperation, async (c) => {
      const { environment, run = null, ...page } = c.req.valid("query");
      const filter = { environment: await loadEnvironmentFilter(deps, c.var.token, environment), run };
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => deps.store.runs.listApprovals(filter, request),
          (approval) => (isVisible(c.var.token, approval) ? presentOpenApproval(approval) : null),
        ),
        200,
      );
    })
    .post("/runs/:id/steps/:step/complete", completeOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const request = { ...c.req.valid("json"), run, step: c.req.param("step") };
      const attempt = await answerApproval(deps, c.var.token, request);
      const now = await loadVisibleRun(deps, c.var.token, run.id);
      return c.json({ run: presentRun(now), step: presentWholeAttempt(attempt) }, 200);
    });
}

const tag = "Runs";

const listOperation = operation({
  tag,
  summary: "List what runs ask people",
  role: "viewer",
  query: Type.Object(
    { ...pageParameters, environment: Type.Optional(slug), run: Type.Optional(id) },
    { additionalProperties: false },
  ),
  responses: {
    200: { description: "A page of questions, oldest run first.", schema: pageOf(openApprovalView) },
  },
});

const completeOperation = operation({
  tag,
  summary: "Answer an approval step",
  description:
    "For approvers and for whom the step names, but never for who started the run. The first answer that fits the form counts and wakes the run; it becomes the step's output.",
  role: "viewer",
  body: Type.Object(answer, { additionalProperties: false }),
  responses: {
    200: {
      description: "The answer is durable, and the run goes on.",
      schema: Type.Object({ run: runView, step: stepAttemptView }),
    },
  },
});
