import { type DetectedDrift, Failure, fromTimestamp } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { deadlineOf } from "../requests/deadline-of.ts";
import { instant, toInstant } from "../requests/instant-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { adoptionResponse, driftResponse, driftView, presentDrift } from "../views/drift-view.ts";
import { plainTextPattern } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Environments";

/** `/environments/{env}/drift`: named differences between what was applied and what is stored, and the ways out. */
export function driftRoutes(deps: RouteDeps) {
  const { drift, environments } = deps.store;
  return new Hono<ApiEnv>()
    .get("/environments/:env/drift", listOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const found = await drift.list(slug);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(found), presentDrift),
        200,
      );
    })
    .post("/environments/:env/drift/:id/revert", revertOperation, async (c) => {
      const { slug: environment } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const request = { environment, id: c.req.param("id"), actor: tokenActor(c.var.token) };
      const reason = toReason(c.req.valid("json").reason);
      const reverted = await deps.driftMender.revert({ ...request, reason }, deadlineOf(c.req.raw));
      return c.json({ drift: presentDrift(reverted) }, 200);
    })
    .post("/environments/:env/drift/:id/adopt", adoptOperation, async (c) => {
      const { slug: environment } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const request = { environment, id: c.req.param("id"), actor: tokenActor(c.var.token) };
      const reason = toReason(c.req.valid("json").reason);
      const adoption = await deps.driftMender.adopt({ ...request, reason }, deadlineOf(c.req.raw));
      return c.json({ adoption }, 200);
    })
    .post("/environments/:env/drift/:id/acknowledge", acknowledgeOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const id = c.req.param("id");
      const body = c.req.valid("json");
      const until = await toComing(body.until);
      const reason = toReason(body.reason);
      const acknowledgement = { until, reason, actor: tokenActor(c.var.token) };
      const isKnown = await drift.acknowledge(slug, id, acknowledgement);
      const acknowledged = isKnown ? await drift.load(slug, id) : null;
      if (acknowledged === null) throw unknownDrift(slug, id);
      await environments.raiseHint(slug);
      return c.json({ drift: presentDrift(acknowledged) }, 200);
    });

  async function toComing(text: string) {
    const until = toInstant(text, "/until");
    if (fromTimestamp(until) > fromTimestamp(await deps.store.now())) return until;
    throw new Failure("invalid-input", "This instant is over.", {
      errors: [{ path: "/until", message: "must lie ahead" }],
    });
  }
}

function toReason(text: string): string {
  if (text.trim() !== "") return text;
  throw new Failure("invalid-input", "Say why.", {
    errors: [{ path: "/reason", message: "must not be blank" }],
  });
}

function unknownDrift(environment: string, id: DetectedDrift["id"]): Failure {
  return new Failure("not-found", `There is no drift ${JSON.stringify(id)} in ${environment} (any more).`);
}

const reason = Type.String({
  minLength: 1,
  maxLength: 2_000,
  pattern: plainTextPattern,
  description: "Why; it is written into the ledger.",
});

const listOperation = operation({
  tag,
  summary: "List the drift of an environment",
  description: "An environment that is only behind git is pending, not drifted: it has no entry here.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "Named differences.", schema: pageOf(driftView) } },
});

const revertOperation = operation({
  tag,
  summary: "Put a drifted row right",
  description:
    "Writes the row as the append-only history says it was applied. A stored manifest that is gone or was edited comes from git.",
  role: "deployer",
  audit: "revert-drift",
  body: Type.Object({ reason }, { additionalProperties: false }),
  responses: { 200: { description: "The difference that is gone.", schema: driftResponse } },
});

const adoptOperation = operation({
  tag,
  summary: "Propose drift as a change of git",
  description:
    "Opens a pull request, or without a forge says what to type. Once it is merged and applied, there is no difference any more; until then nothing of it runs.",
  role: "deployer",
  audit: "adopt-drift",
  body: Type.Object({ reason }, { additionalProperties: false }),
  responses: { 200: { description: "Where it was proposed, or what to type.", schema: adoptionResponse } },
});

const acknowledgeOperation = operation({
  tag,
  summary: "Acknowledge drift until a date",
  description: "It does not count until then, or until it becomes another difference.",
  role: "deployer",
  audit: "acknowledge-drift",
  body: Type.Object(
    { until: instant("Until when it does not count."), reason },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "The difference with who knows about it.", schema: driftResponse } },
});
