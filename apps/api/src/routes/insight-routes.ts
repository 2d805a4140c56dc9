import { fromTimestamp, type Slug, type Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { reaches } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { bucketWords } from "../insights/bucket-width.ts";
import { deployStatistics } from "../insights/deploy-statistics.ts";
import { readSpan } from "../insights/insight-span.ts";
import { loadInsights } from "../insights/load-insights.ts";
import { instant } from "../requests/instant-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { oneOf, slug } from "../views/fields.ts";
import { insightsView, presentInsights } from "../views/insight-view.ts";
import { statisticsResponse } from "../views/statistics-view.ts";

/** `/insights`: how runs did over time and around deploys; and how deploys of an environment do. */
export function insightRoutes(deps: RouteDeps) {
  const { store } = deps;
  return new Hono<ApiEnv>()
    .get("/insights", insightsOperation, async (c) => {
      const { environment, pipeline, bucket, ...asked } = c.req.valid("query");
      const span = await readSpan(store, asked, { defaultDays: 1, mostDays: 31 });
      const insights = await loadInsights(store, {
        ...span,
        bucket,
        environments: await environmentsOf(deps, c.var.token, environment),
        slug: pipeline ?? null,
      });
      return c.json(presentInsights(insights, span), 200);
    })
    .get("/environments/:env/statistics", statisticsOperation, async (c) => {
      const environment = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const span = await readSpan(store, c.req.valid("query"), { defaultDays: 30, mostDays: 366 });
      const history = await store.insights.loadDeployHistory(environment.slug, span.since);
      const spanMs = fromTimestamp(span.until) - fromTimestamp(span.since);
      const statistics = { environment: environment.slug, ...span, ...deployStatistics(history, spanMs) };
      return c.json({ statistics }, 200);
    });
}

/** The one that is named, or all that the token reaches. */
async function environmentsOf(
  deps: RouteDeps,
  token: Token,
  named: Slug | undefined,
): Promise<readonly Slug[]> {
  const one = await loadEnvironmentFilter(deps, token, named);
  if (one !== null) return [one];
  const all = await deps.store.environments.list();
  return all.map((environment) => environment.slug).filter((name) => reaches(token, name));
}

const insightsOperation = operation({
  tag: "Insights",
  summary: "Show how runs did over time, and before and after each deploy",
  description:
    "By when runs ended, up to 31 days. Each deploy is compared in two windows of one length, up to a day, that no other deploy of the same pipelines falls into. Of more than 250 000 runs in an environment the newest are counted, and `since` says from when on.",
  role: "viewer",
  query: Type.Object(
    {
      environment: Type.Optional(slug),
      pipeline: Type.Optional(slug),
      since: Type.Optional(instant("Ended at or after it. Default: a day before `until`.")),
      until: Type.Optional(instant("Ended before it. Default: now.")),
      bucket: Type.Optional(oneOf(bucketWords)),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "Runs by outcome, and deploys.", schema: insightsView } },
});

const statisticsOperation = operation({
  tag: "Insights",
  summary: "Show how often an environment is deployed to, how often that fails, and how long it takes",
  description: "Over the last 30 days unless told, 366 at most.",
  role: "viewer",
  query: Type.Object({ since: Type.Optional(instant("From it to now.")) }, { additionalProperties: false }),
  responses: { 200: { description: "The numbers.", schema: statisticsResponse } },
});
