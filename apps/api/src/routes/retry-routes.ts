import type { RetryRequest } from "@lockstep/engine";
import { checksumOf, type Run } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import { readIdempotencyKey } from "../requests/read-idempotency-key.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { oneOf } from "../views/fields.ts";
import { presentRun, runResponse } from "../views/run-view.ts";

/** `POST /runs/{id}/retry`: takes up a run that failed or was cancelled. */
export function retryRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().post("/runs/:id/retry", retryOperation, async (c) => {
    const { token } = c.var;
    const run = await loadVisibleRun(deps, token, c.req.param("id"));
    const version = await meantVersion(deps, run, c.req.valid("json").version);
    const key = readIdempotencyKey(c.req);
    const retried = await deps.retryRun({
      run,
      version,
      actor: tokenActor(token),
      idempotency: {
        // Without a key, all who retry the run mean one and the same retry: its effects must not happen side by side.
        scope: key === null ? `retry ${run.id}` : `${token.id} retry ${run.id}`,
        key: key ?? version,
        body: checksumOf("lockstep-request/v1", { version }),
      },
    });
    return c.json({ run: presentRun(retried.run) }, 202, { Location: `/api/v1/runs/${retried.run.id}` });
  });
}

/** The applied version of the same content is the same version: both ways to ask for it are one request. */
async function meantVersion(
  { store }: RouteDeps,
  { environment, slug, content }: Run,
  asked: RetryRequest["version"] = "same",
): Promise<RetryRequest["version"]> {
  if (asked === "same") return asked;
  const applied = await store.environments.loadPipeline(environment, slug);
  return applied?.content === content ? "same" : asked;
}

const retryOperation = operation({
  tag: "Runs",
  summary: "Take up a run that failed or was cancelled",
  description:
    "Starts a new run, linked by `retryOf`, that keeps what was done and goes on from the failed steps, on the same version. With `version: applied` it starts on the applied version with the same input, where its content differs. Asking twice gives the same run.",
  role: "runner",
  repeats: "itself",
  body: Type.Object(
    {
      version: Type.Optional(oneOf(["same", "applied"])),
    },
    { additionalProperties: false },
  ),
  responses: { 202: { description: "The new run is durable and on its way.", schema: runResponse } },
});
