import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import { readIdempotencyKey } from "../requests/read-idempotency-key.ts";
import { waitParameter } from "../requests/wait-parameter.ts";
import type { RouteDeps } from "../route-deps.ts";
import { chooseEnvironment } from "../runs/choose-environment.ts";
import { startAndWait } from "../runs/start-and-wait.ts";
import { presentRun, runResponse } from "../views/run-view.ts";

const describeStart = (summary: string) =>
  operation({
    tag: "Runs",
    summary,
    description:
      "Runs exactly the version that is applied. With `Idempotency-Key` the request may be repeated safely for 24 hours. A client that goes away cancels nothing.",
    role: "runner",
    repeats: "itself",
    query: Type.Object({ wait: waitParameter }, { additionalProperties: false }),
    body: Type.Object(
      { input: Type.Optional(Type.Unknown({ description: "Checked against the pipeline's input schema." })) },
      { additionalProperties: false },
    ),
    responses: {
      200: { description: "The run ended while the request waited.", schema: runResponse },
      202: { description: "The run is durable and on its way.", schema: runResponse },
    },
  });

const startThere = describeStart("Start a run in an environment");
const startSomewhere = describeStart("Start a run in the token's only environment, or the default one");

/** `POST …/run`: starts a run of an applied pipeline. */
export function startRunRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>()
    .post("/environments/:env/pipelines/:pipeline/run", startThere, async (c) => {
      const { run, status } = await startAndWait(deps, {
        environment: c.req.param("env"),
        pipeline: c.req.param("pipeline"),
        input: c.req.valid("json").input,
        wait: c.req.valid("query").wait,
        token: c.var.token,
        idempotencyKey: readIdempotencyKey(c.req),
        gone: c.req.raw.signal,
      });
      return c.json({ run: presentRun(run) }, status, { Location: `/api/v1/runs/${run.id}` });
    })
    .post("/pipelines/:pipeline/run", startSomewhere, async (c) => {
      const { run, status } = await startAndWait(deps, {
        environment: await chooseEnvironment(deps, c.var.token),
        pipeline: c.req.param("pipeline"),
        input: c.req.valid("json").input,
        wait: c.req.valid("query").wait,
        token: c.var.token,
        idempotencyKey: readIdempotencyKey(c.req),
        gone: c.req.raw.signal,
      });
      return c.json({ run: presentRun(run) }, status, { Location: `/api/v1/runs/${run.id}` });
    });
}
