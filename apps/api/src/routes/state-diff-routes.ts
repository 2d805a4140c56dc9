import type { PageRequest } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import {
  type ChangedBetween,
  compareBetween,
  compareConfigurationsOf,
  findChanged,
} from "../environments/compare-states.ts";
import { findAppliedState } from "../environments/find-applied-state.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadPage, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentPastState } from "../views/past-environment-view.ts";
import { stateDiffResponse } from "../views/state-diff-view.ts";

const tag = "Environments";

/** `/environments/{env}/diff`: what changed between two applied states. */
export function stateDiffRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().get("/environments/:env/diff", diffOperation, async (c) => {
    const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
    const { from: before, to: after = "now", ...page } = c.req.valid("query");
    const { state: from } = await findAppliedState(deps, slug, before, "/from");
    const { state: to } = await findAppliedState(deps, slug, after, "/to");
    const changed = await findChanged(deps, slug, from, to);
    const load = async (request: PageRequest) => {
      const found = await pageOfArray(changed)(request);
      return { ...found, items: await Promise.all(found.items.map((one) => compareBetween(deps, one))) };
    };
    return c.json(
      {
        environment: slug,
        from: from === null ? null : presentPastState(from),
        to: to === null ? null : presentPastState(to),
        counts: countKinds(changed),
        configuration: await compareConfigurationsOf(deps, from, to),
        ...(await loadPage(toPageRequest(page), load, (compared) => compared)),
      },
      200,
    );
  });
}

function countKinds(changed: readonly ChangedBetween[]) {
  const created = changed.filter(({ from }) => from === null).length;
  const pruned = changed.filter(({ to }) => to === null).length;
  return { created, updated: changed.length - created - pruned, pruned };
}

const state = (description: string) =>
  Type.String({ pattern: "^[0-9A-Za-z][0-9A-Za-z.:+-]{0,99}$", description });

const diffOperation = operation({
  tag,
  summary: "Compare two applied states of an environment",
  description:
    "Each side is an instant, the id of an applied deploy (what it left), or `now`. Lists what was created, updated and pruned, every difference as a sentence, and settings that differ.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      from: state("The earlier side."),
      to: Type.Optional(state("The later side; `now` when it is left out.")),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "What differs, by slug.", schema: stateDiffResponse } },
});
