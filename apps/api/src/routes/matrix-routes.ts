import { Hono } from "hono";
import { Type } from "typebox";

import { assertReach } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadRowFacts } from "../matrix/dress-rows.ts";
import { matrixOrders, orderRows } from "../matrix/matrix-order.ts";
import { filterRows } from "../matrix/matrix-query.ts";
import { matrixRows } from "../matrix/matrix-rows.ts";
import { manifestsOf, titleIn } from "../matrix/row-titles.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { list, oneOf, plainTextPattern, slug } from "../views/fields.ts";
import {
  healthState,
  matrixResponse,
  presentMatrixEnvironments,
  presentMatrixRow,
  syncState,
} from "../views/matrix-view.ts";
import { fitPage, pageParameters, toPageRequest } from "../views/page-view.ts";

/** `/pipelines`: what runs where, is it what git says, and how does it do. */
export function matrixRoutes(deps: RouteDeps) {
  const { survey: reader, settings } = deps;
  return new Hono<ApiEnv>().get("/pipelines", matrixOperation, async (c) => {
    const { search = null, team = null, sync = [], health = [], ...query } = c.req.valid("query");
    const { environment: environments = [], sort: order = "slug" } = query;
    for (const environment of environments) assertReach(c.var.token, environment);
    const { limit, cursor } = toPageRequest(query);
    const survey = await reader.read(c.var.token);
    const all = matrixRows(survey, settings.staleAfterMs);
    const titles = await reader.titles(search === null ? [] : all.flatMap(manifestsOf));
    const filter = { search, team, sync, health, environments };
    const { rows, counts } = filterRows(all, filter, (row) => titleIn(titles, row));
    const ordered = orderRows(rows, { order, filter, cursor });
    const page = ordered.rows.slice(0, limit);
    const facts = await loadRowFacts(deps.store, survey, page);
    const shownTitles = await reader.titles(page.flatMap(manifestsOf));
    const items = fitPage(
      page.map((row) => presentMatrixRow(survey, { row, title: titleIn(shownTitles, row), facts })),
    );
    const last = page[items.length - 1];
    return c.json(
      {
        environments: presentMatrixEnvironments(survey),
        items,
        next: last === undefined || items.length === ordered.rows.length ? null : ordered.cursorBehind(last),
        total: rows.length,
        counts,
      },
      200,
    );
  });
}

const matrixOperation = operation({
  tag: "Dashboard",
  summary: "Show pipelines across environments",
  description:
    "The matrix: one row for each pipeline, one cell for each environment that the token reaches, by the promotion ladder. `counts` are numbers of cells that fit search, team and environment, whatever `sync` and `health` choose; `total` is the number of pipelines that fit all. A pipeline fits `sync` and `health` when one cell fits both.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      search: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          pattern: plainTextPattern,
          description: "Part of the slug or title.",
        }),
      ),
      team: Type.Optional(Type.String({ maxLength: 100, pattern: plainTextPattern })),
      sync: Type.Optional(list(syncState)),
      health: Type.Optional(list(healthState)),
      environment: Type.Optional(
        Type.Immutable(
          Type.Array(slug, {
            maxItems: 50,
            description: "Cells that `sync`, `health`, `sort` and `counts` look at. Absent: all.",
          }),
        ),
      ),
      sort: Type.Optional(
        Type.Unsafe<(typeof matrixOrders)[number]>({
          ...oneOf(matrixOrders),
          description: "Newest deploy first, worst health first, most differences first. Ties by slug.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: { description: "A page of the matrix, at most 100 KB.", schema: matrixResponse },
  },
});
