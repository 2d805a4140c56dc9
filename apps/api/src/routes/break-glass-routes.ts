import { Hono } from "hono";
import { Type } from "typebox";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { breakGlass } from "../deploys/break-glass.ts";
import { loadDeploy } from "../deploys/load-deploy.ts";
import { settleDebt } from "../deploys/settle-debt.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { debtView, presentDebt } from "../views/debt-view.ts";
import { approvalView } from "../views/deploy-view.ts";
import { checksum, id, list, plainTextPattern, slug } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Deploys";

/** Applying past windows and approvals in an emergency, and what that leaves to be looked at. */
export function breakGlassRoutes(deps: RouteDeps) {
  const { store } = deps;
  return new Hono<ApiEnv>()
    .post("/environments/:env/break-glass", breakOperation, async (c) => {
      const { planHash, reason = "" } = c.req.valid("json");
      const status = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      return c.json(await breakGlass(deps, c.var.token, { status, planHash, reason }), 200);
    })
    .post("/deploys/:id/settle", settleOperation, async (c) => {
      const deploy = await loadDeploy(deps, c.var.token, c.req.param("id"));
      const debt = await settleDebt(deps, c.var.token, { deploy, reason: c.req.valid("json").reason });
      return c.json({ debt: presentDebt(debt, await store.now()) }, 200);
    })
    .get("/debts", listOperation, async (c) => {
      const { environment, ...page } = c.req.valid("query");
      const open = await store.debts.listOpen(await loadEnvironmentFilter(deps, c.var.token, environment));
      const now = await store.now();
      const visible = open.filter((debt) => isVisible(c.var.token, debt));
      const present = (debt: (typeof open)[number]) => presentDebt(debt, now);
      return c.json(await loadPage(toPageRequest(page), pageOfArray(visible), present), 200);
    });
}

const reason = Type.String({ maxLength: 2_000, pattern: plainTextPattern });

const breakOperation = operation({
  tag,
  summary: "Break the glass: apply the waiting plan past its windows and approvals, once",
  description:
    "For those whom `gates.windows.breakGlass` of the policy in force names. Immutability, validity, secrets and every other gate stay asked. Leaves a debt that somebody else has to settle in time.",
  audit: "break-glass",
  role: "deployer",
  body: Type.Object({ planHash: checksum, reason: Type.Optional(reason) }, { additionalProperties: false }),
  responses: {
    200: {
      description: "The word as recorded. The controller looks at once.",
      schema: Type.Object({
        deploy: id,
        approval: approvalView,
        skipped: list(Type.String({ description: "A closed gate that is not asked." })),
      }),
    },
  },
});

const settleOperation = operation({
  tag,
  summary: "Settle what a broken glass left behind",
  description: "By somebody other than who broke it.",
  audit: "settle",
  role: "approver",
  body: Type.Object(
    { reason: Type.String({ minLength: 1, maxLength: 2_000, pattern: plainTextPattern }) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "What is settled.", schema: Type.Object({ debt: debtView }) } },
});

const listOperation = operation({
  tag,
  summary: "List what broken glass left behind and nobody has settled, the earliest due first",
  role: "viewer",
  query: Type.Object(
    { ...pageParameters, environment: Type.Optional(slug) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of debts.", schema: pageOf(debtView) } },
});
