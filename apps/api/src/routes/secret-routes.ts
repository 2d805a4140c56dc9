import { Failure } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { timestamp } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Secrets";

/** `/environments/{env}/secrets`: what `store:` references resolve to. Values go in sealed and never come out. */
export function secretRoutes(deps: RouteDeps) {
  const { secrets } = deps.store;
  return new Hono<ApiEnv>()
    .get("/environments/:env/secrets", listOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const names = await secrets.list(slug);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(names), (secret) => secret),
        200,
      );
    })
    .put("/environments/:env/secrets/:name", putOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const name = c.req.param("name");
      const sealed = await deps.seal({ environment: slug, name, value: c.req.valid("json").value });
      await secrets.put({ environment: slug, name, sealed }, tokenActor(c.var.token));
      await deps.store.environments.raiseHint(slug);
      return c.body(null, 204);
    })
    .delete("/environments/:env/secrets/:name", removeOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      if (await secrets.remove(slug, c.req.param("name"), tokenActor(c.var.token))) return c.body(null, 204);
      throw new Failure("not-found", `There is no such secret stored for ${slug}.`);
    });
}

const listOperation = operation({
  tag,
  summary: "List the names of an environment's stored secrets",
  role: "admin",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: {
    200: {
      description: "Names and when they were set; never values.",
      schema: pageOf(Type.Object({ name: Type.String(), updatedAt: timestamp })),
    },
  },
});

const putOperation = operation({
  tag,
  summary: "Set a secret",
  description: "Plans that waited for it are looked at again.",
  role: "admin",
  body: Type.Object(
    { value: Type.String({ minLength: 1, maxLength: 65_536 }) },
    { additionalProperties: false },
  ),
  responses: { 204: { description: "Set." } },
});

const removeOperation = operation({
  tag,
  summary: "Remove a secret",
  role: "admin",
  responses: { 204: { description: "Removed." } },
});
