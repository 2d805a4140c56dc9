import type { Timestamp } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { answerDeploy } from "../deploys/answer-deploy.ts";
import { loadDeployFacts } from "../deploys/load-deploy-facts.ts";
import { loadDeploy } from "../deploys/load-deploy.ts";
import { loadPeople } from "../deploys/load-people.ts";
import { predictDeploys } from "../deploys/predict-deploys.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import {
  approvalView,
  deployResponse,
  deployState,
  deploySummaryView,
  presentDeploy,
  presentDeploySummary,
} from "../views/deploy-view.ts";
import { checksum, list, plainTextPattern, slug } from "../views/fields.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Deploys";

/** `/deploys`: every plan on its way or at its end, and people's answers to it. */
export function deployRoutes(deps: RouteDeps) {
  const { deploys, people } = deps.store;
  return new Hono<ApiEnv>()
    .get("/deploys", listOperation, async (c) => {
      const query = c.req.valid("query");
      const filter = {
        environment: await loadEnvironmentFilter(deps, c.var.token, query.environment),
        states: query.state ?? [],
        revision: query.revision ?? null,
      };
      let predicted: ReadonlyMap<string, Timestamp> = new Map();
      const page = await loadPage(
        toPageRequest(query),
        async (request) => {
          const found = await deploys.list(filter, request);
          predicted = await predictDeploys(deps, found.items);
          return found;
        },
        (deploy) =>
          isVisible(c.var.token, deploy)
            ? presentDeploySummary(deploy, predicted.get(deploy.id) ?? null)
            : null,
      );
      return c.json(page, 200);
    })
    .get("/deploys/:id", loadOperation, async (c) => {
      const deploy = await loadDeploy(deps, c.var.token, c.req.param("id"));
      const [records, approvals, facts] = await Promise.all([
        deploys.listRecordsOf(deploy.id),
        deploys.listApprovals(deploy.plan.hash),
        loadDeployFacts(deps, c.var.token, deploy),
      ]);
      const expanded = await loadPeople(people, records);
      const predictedAt = (await predictDeploys(deps, [deploy])).get(deploy.id) ?? null;
      return c.json(
        { deploy: presentDeploy(deploy, predictedAt), records, approvals, people: expanded, ...facts },
        200,
      );
    })
    .post("/deploys/:id/approve", approveOperation, async (c) => {
      const { planHash, reason = "" } = c.req.valid("json");
      const deploy = await loadDeploy(deps, c.var.token, c.req.param("id"));
      const answer = { verdict: "approved", planHash, reason } as const;
      return c.json({ approval: await answerDeploy(deps, c.var.token, { deploy, answer }) }, 200);
    })
    .post("/deploys/:id/reject", rejectOperation, async (c) => {
      const { planHash, reason } = c.req.valid("json");
      const deploy = await loadDeploy(deps, c.var.token, c.req.param("id"));
      const answer = { verdict: "rejected", planHash, reason } as const;
      return c.json({ approval: await answerDeploy(deps, c.var.token, { deploy, answer }) }, 200);
    });
}

const planHash = checksum;

const listOperation = operation({
  tag,
  summary: "List deploys, newest first",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      environment: Type.Optional(slug),
      state: Type.Optional(list(deployState)),
      revision: Type.Optional(Type.String({ pattern: "^[0-9a-f]{40}$" })),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of deploys.", schema: pageOf(deploySummaryView) } },
});

const loadOperation = operation({
  tag,
  summary: "Show a deploy with its plan, gates, records, approvals and people",
  role: "viewer",
  responses: { 200: { description: "The deploy.", schema: deployResponse } },
});

const approvalResponse = Type.Object({ approval: approvalView });

const approveOperation = operation({
  tag,
  summary: "Approve a waiting deploy",
  audit: "approve",
  description:
    "Whether the approval counts is the environment's policy: who may approve, and whether authors may.",
  role: "approver",
  body: Type.Object(
    { planHash, reason: Type.Optional(Type.String({ maxLength: 2_000, pattern: plainTextPattern })) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "The approval as recorded.", schema: approvalResponse } },
});

const rejectOperation = operation({
  tag,
  summary: "Reject a waiting deploy, with a reason",
  audit: "reject",
  role: "approver",
  body: Type.Object(
    {
      planHash,
      reason: Type.String({ minLength: 1, maxLength: 2_000, pattern: plainTextPattern }),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "The rejection as recorded.", schema: approvalResponse } },
});
