import type { Actor, Slug } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { resumeEnvironment } from "../environments/resume-environment.ts";
import { assertReason } from "../requests/assert-reason.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { id, list, reason } from "../views/fields.ts";
import { holdResponse, holdsResponse, resumedResponse } from "../views/hold-view.ts";
import { loadPage, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Environments";

/** What keeps an environment as it is: placing holds, lifting them, and what they keep out. */
export function holdRoutes(deps: RouteDeps) {
  const { holds } = deps.store;
  const place = async (environment: Slug, actor: Actor, why: string) => {
    assertReason(why);
    const given = { environment, kind: "pause", reason: why, actor, deploy: null, quarantine: [] } as const;
    return { hold: await holds.place(given) };
  };
  return new Hono<ApiEnv>()
    .get("/environments/:env/holds", listOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { holds: inForce, quarantine } = await holds.loadInForce(slug);
      const page = await loadPage(
        toPageRequest(c.req.valid("query")),
        (request) => holds.list(slug, request),
        (hold) => hold,
      );
      return c.json({ inForce, quarantine, ...page }, 200);
    })
    .post("/environments/:env/hold", holdOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      return c.json(await place(slug, tokenActor(c.var.token), c.req.valid("json").reason), 201);
    })
    .post("/environments/:env/pause", pauseOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      return c.json(await place(slug, tokenActor(c.var.token), c.req.valid("json").reason), 201);
    })
    .post("/environments/:env/resume", resumeOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { reason: why, holds: named = null } = c.req.valid("json");
      assertReason(why);
      const lifted = await resumeEnvironment(deps, c.var.token, {
        environment: slug,
        holds: named,
        reason: why,
      });
      return c.json({ holds: lifted }, 200);
    });
}

const listOperation = operation({
  tag,
  summary: "List what holds an environment and what is quarantined in it",
  description: "`items` are all holds that there ever were, newest first.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "Holds in force first.", schema: holdsResponse } },
});

const holding = {
  tag,
  audit: "hold",
  role: "deployer",
  body: Type.Object({ reason }, { additionalProperties: false }),
  responses: { 201: { description: "The hold in force.", schema: holdResponse } },
} as const;

const holdOperation = operation({
  ...holding,
  summary: "Keep an environment as it is until a person resumes it",
  description: "Plans wait; what is in force runs on. Several holds may be in force at once.",
});

const pauseOperation = operation({
  ...holding,
  summary: "The same as hold",
  description: "Another name of `POST /environments/{env}/hold`.",
});

const resumeOperation = operation({
  tag,
  summary: "Lift holds, with the quarantine that they keep",
  description:
    "Without `holds` all that are in force. A hold that ended by itself leaves its quarantine behind: name it to lift that.",
  audit: "resume",
  role: "deployer",
  body: Type.Object({ reason, holds: Type.Optional(list(id)) }, { additionalProperties: false }),
  responses: { 200: { description: "What was lifted.", schema: resumedResponse } },
});
