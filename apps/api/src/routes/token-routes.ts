import { Failure, type Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { isWithinReach } from "../access/scope.ts";
import { tokenActor } from "../access/token-actor.ts";
import { createToken, type TokenRequest } from "../access/token-secret.ts";
import type { ApiEnv } from "../api-env.ts";
import { instant, toInstant } from "../requests/instant-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { nullable, slug } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentToken, role, tokenView } from "../views/token-view.ts";

const tag = "Tokens";

/** `/tokens`: who may use the API. An admin of some environments sees and makes only tokens within them. */
export function tokenRoutes(deps: RouteDeps) {
  const { tokens } = deps.store;
  return new Hono<ApiEnv>()
    .get("/tokens", listOperation, async (c) => {
      const visible = await loadVisible(deps, c.var.token);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(visible), presentToken),
        200,
      );
    })
    .post("/tokens", createOperation, async (c) => {
      const { name, role, environments = null, expiresAt = null } = c.req.valid("json");
      const request = {
        name,
        role,
        environments,
        expiresAt: expiresAt === null ? null : toInstant(expiresAt, "/expiresAt"),
      };
      await assertMayCreate(deps, c.var.token, request);
      const { secret, token } = createToken(deps, request);
      await tokens.insert(token, tokenActor(c.var.token));
      return c.json({ token: presentToken(token), secret }, 201);
    })
    .delete("/tokens/:id", revokeOperation, async (c) => {
      const visible = await loadVisible(deps, c.var.token);
      const token = visible.find(({ id }) => id === c.req.param("id"));
      if (token === undefined) throw new Failure("not-found", "There is no token with this id here.");
      await tokens.revoke(token.id, tokenActor(c.var.token));
      deps.streams.endOf(token.id);
      return c.body(null, 204);
    });
}

async function loadVisible({ store }: RouteDeps, admin: Token): Promise<readonly Token[]> {
  const all = await store.tokens.list();
  return all.filter(({ environments }) => isWithinReach(environments, admin.environments));
}

/** A name is an identity in teams and approvals, so no two live tokens share one. */
async function assertMayCreate({ store }: RouteDeps, admin: Token, request: TokenRequest): Promise<void> {
  if (!isWithinReach(request.environments, admin.environments)) {
    throw new Failure("forbidden", "A token reaches at most the environments of the admin who makes it.", {
      code: "ENVIRONMENT_OUT_OF_REACH",
    });
  }
  const now = await store.now();
  if (request.expiresAt !== null && request.expiresAt <= now) {
    throw new Failure("invalid-input", "The token would have expired already.", {
      errors: [{ path: "/expiresAt", message: "must lie in the future" }],
    });
  }
  const isTaken = (await store.tokens.list()).some(
    (token) => token.name === request.name && token.revokedAt === null,
  );
  if (isTaken) {
    throw new Failure("conflict", "A token of this name exists. Revoke it first or choose another name.", {
      code: "TOKEN_NAME_TAKEN",
    });
  }
}

const listOperation = operation({
  tag,
  summary: "List tokens, without their secrets",
  role: "admin",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "A page of tokens.", schema: pageOf(tokenView) } },
});

const createOperation = operation({
  tag,
  summary: "Make a token",
  role: "admin",
  body: Type.Object(
    {
      name: Type.String({
        pattern: "^[a-z0-9][a-z0-9._-]{0,62}$",
        description: "Teams refer to it as `token:<name>`.",
      }),
      role,
      environments: Type.Optional(
        Type.Union([Type.Array(slug, { minItems: 1, maxItems: 100 }), Type.Null()], {
          description: "Environments it may act in; null or absent is all.",
        }),
      ),
      expiresAt: Type.Optional(nullable(instant("When it expires by itself."))),
    },
    { additionalProperties: false },
  ),
  responses: {
    201: {
      description: "The token. `secret` is shown this once and stored nowhere.",
      schema: Type.Object({ token: tokenView, secret: Type.String() }),
    },
  },
});

const revokeOperation = operation({
  tag,
  summary: "Revoke a token and end its open streams",
  role: "admin",
  responses: { 204: { description: "Revoked, or was already." } },
});
