import { Hono } from "hono";
import { Type } from "typebox";

import { assertReach, reaches } from "../access/scope.ts";
import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { plainTextPattern, slug } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import {
  openedPromotionResponse,
  presentOpenedPromotion,
  promotionItemView,
  promotionView,
} from "../views/promotion-view.ts";

const tag = "Promotions";
const deadlineMs = 60_000;

/** `/promotions`: what one environment has that the next lacks, and the pull request that brings it there. */
export function promotionRoutes({ promotions }: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/promotions", listOperation, async (c) => {
      const all = await promotions.list();
      const visible = all.filter(({ from, to }) =>
        [from, to].every(({ environment }) => reaches(c.var.token, environment)),
      );
      const page = toPageRequest(c.req.valid("query"));
      return c.json(await loadPage(page, pageOfArray(visible), (promotion) => promotion), 200);
    })
    .get("/promotions/:from/:to", loadOperation, async (c) => {
      const { from, to } = c.req.param();
      for (const environment of [from, to]) assertReach(c.var.token, environment);
      const { search = null, ...page } = c.req.valid("query");
      const promotion = await promotions.load(from, to);
      const items = await loadPage(
        toPageRequest(page),
        (request) => promotions.listItems({ from, to, search }, request),
        (item) => item,
      );
      return c.json({ promotion, ...items }, 200);
    })
    .post("/promotions/:from/:to", openOperation, async (c) => {
      const { from, to } = c.req.param();
      for (const environment of [from, to]) assertReach(c.var.token, environment);
      const { only = null, reason = "" } = c.req.valid("json");
      const request = { from, to, only, reason, actor: tokenActor(c.var.token) };
      // Whoever asked may have gone: what was begun is better finished, and asking again finds it.
      const opened = await promotions.open(request, AbortSignal.timeout(deadlineMs));
      return c.json({ opened: presentOpenedPromotion(opened) }, 200);
    });
}

const listOperation = operation({
  tag,
  summary: "List pairs of environments, and how far the upper is behind",
  description: "Pairs come from `promotesFrom` of the policies in force.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "The pairs that the token reaches.", schema: pageOf(promotionView) } },
});

const loadOperation = operation({
  tag,
  summary: "Show what a promotion would bring, with its evidence",
  description: "By content: version numbers, commits and merges have no say in what is the same.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      search: Type.Optional(
        Type.String({ maxLength: 100, pattern: plainTextPattern, description: "Part of the slug." }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "The pair and a page of what differs, by slug.",
      schema: Type.Object({ promotion: promotionView, ...pageOf(promotionItemView).properties }),
    },
  },
});

const openOperation = operation({
  tag,
  summary: "Open the pull request that promotes",
  description:
    "Safe to repeat: the open one is found again. Whether it may be applied is for the gates of the upper environment, once it is merged.",
  role: "deployer",
  audit: "promote",
  body: Type.Object(
    {
      only: Type.Optional(
        Type.Immutable(
          Type.Array(slug, {
            minItems: 1,
            maxItems: 1_000,
            description: "These pipelines instead of everything.",
          }),
        ),
      ),
      reason: Type.Optional(Type.String({ maxLength: 2_000, pattern: plainTextPattern })),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "The pull request, or without a forge what to type.",
      schema: openedPromotionResponse,
    },
  },
});
