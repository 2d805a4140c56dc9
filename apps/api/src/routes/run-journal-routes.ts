import { Failure, stepIdPattern } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { instant, toInstant } from "../requests/instant-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { createPieceQueue } from "../streams/piece-queue.ts";
import { respondWithStream, streamHeaders } from "../streams/respond-with-stream.ts";
import { beginning, parsePosition } from "../streams/run-position.ts";
import { createRunSource } from "../streams/run-source.ts";
import { withPieces } from "../streams/with-pieces.ts";
import { list, oneOf } from "../views/fields.ts";
import { logLevel, logLineView, presentLogLine } from "../views/log-line-view.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import {
  largestListedOutput,
  presentListedAttempt,
  presentWholeAttempt,
  stepAttemptResponse,
  stepAttemptView,
} from "../views/step-attempt-view.ts";
import { streamEventView } from "../views/stream-event-view.ts";
import { mostSpans, presentWaterfall, waterfallView } from "../views/waterfall-view.ts";

const tag = "Runs";

/** `/runs/{id}/…`: what happened in a run, as journaled. */
export function runJournalRoutes(deps: RouteDeps) {
  const { runs } = deps.store;
  return new Hono<ApiEnv>()
    .get("/runs/:id/steps", stepsOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const { step = null, item = null, attempt = null, items = "none", ...page } = c.req.valid("query");
      const hasItems = items === "all" || item !== null;
      const filter = { step, item, attempt, hasItems, largestOutput: largestListedOutput };
      const attempts = await loadPage(
        toPageRequest(page),
        (request) => runs.listAttempts(run.id, filter, request),
        presentListedAttempt,
      );
      return c.json(attempts, 200);
    })
    .get("/runs/:id/waterfall", waterfallOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const spans = await deps.store.insights.listSpans(run.id, mostSpans + 1);
      return c.json(presentWaterfall(run, spans), 200);
    })
    .get("/runs/:id/steps/:step", stepOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const { item = -1, attempt } = c.req.valid("query");
      const found = await loadAttempt(deps, run.id, { step: c.req.param("step"), item, attempt });
      return c.json({ attempt: presentWholeAttempt(found) }, 200);
    })
    .get("/runs/:id/logs", logsOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const { step = null, level = [], since, after, ...page } = c.req.valid("query");
      const filter = {
        step,
        levels: level,
        ...(since === undefined ? {} : { since: toInstant(since, "/since") }),
        ...(after === undefined ? {} : { after }),
      };
      const lines = await loadPage(
        toPageRequest(page),
        (request) => runs.listLogs(run.id, filter, request),
        presentLogLine,
      );
      return c.json(lines, 200);
    })
    .get("/runs/:id/events", eventsOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const { step = null, logs = "none", level = [] } = c.req.valid("query");
      const last = c.req.header("Last-Event-ID");
      const after = last === undefined ? beginning : parsePosition(last);
      if (c.req.method === "HEAD") return c.body(null, 200, streamHeaders);
      const wish = logs === "none" ? null : { levels: level };
      const { watch, clock, store } = deps;
      return respondWithStream(c, deps, (ended) =>
        withPieces(createRunSource({ runs, watch, run, after, step, logs: wish, ended }), {
          pieces: createPieceQueue(
            store.streams,
            (piece) => piece.run === run.id && (step === null || piece.step === step),
          ),
          clock,
          ended,
        }),
      );
    });
}

interface AttemptName {
  readonly step: string;
  readonly item: number;
  /** The last one unless given. */
  readonly attempt: number | undefined;
}

/** One attempt with its whole output. Failure: `not-found`. */
async function loadAttempt({ store }: RouteDeps, run: string, { step, item, attempt }: AttemptName) {
  const found =
    attempt === undefined
      ? await store.runs.loadLastAttempt(run, step, item)
      : await store.runs.loadAttempt({ run, step, item, attempt });
  if (found !== null) return found;
  throw new Failure("not-found", "The run has no such attempt. /runs/{id}/steps lists those there are.");
}

const stepId = Type.String({ pattern: stepIdPattern, maxLength: 100 });
const attemptNumber = Type.Optional(Type.Integer({ minimum: 0, description: "The last one unless given." }));

const stepsOperation = operation({
  tag,
  summary: "List the step attempts of a run",
  description:
    "In the order in which they started. Items of `forEach` are left out unless they are asked for with `items=all`, best together with `step`. Outputs above 8 KB are left out; `/runs/{id}/steps/{step}` has them.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      step: Type.Optional(stepId),
      item: Type.Optional(Type.Integer({ minimum: 0 })),
      attempt: Type.Optional(Type.Integer({ minimum: 0 })),
      items: Type.Optional(oneOf(["none", "all"])),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of attempts, as journaled.", schema: pageOf(stepAttemptView) } },
});

const waterfallOperation = operation({
  tag,
  summary: "Show when each attempt of a run was under way",
  description:
    "All attempts at once, items of `forEach` too, up to 20 000, as rows of numbers: a run of 5000 attempts takes about 200 KB.",
  role: "viewer",
  responses: {
    200: { description: "The attempts in the order in which they began.", schema: waterfallView },
  },
});

const stepOperation = operation({
  tag,
  summary: "Show one attempt of a step with its whole output",
  role: "viewer",
  query: Type.Object(
    {
      item: Type.Optional(
        Type.Integer({ minimum: 0, description: "Index of the `forEach` item; absent for the step itself." }),
      ),
      attempt: attemptNumber,
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "The attempt, up to 8 MiB.", schema: stepAttemptResponse } },
});

const logFilters = {
  step: Type.Optional(stepId),
  level: Type.Optional(list(logLevel)),
};

const logsOperation = operation({
  tag,
  summary: "List the log lines of a run",
  description: "To follow a run, ask again with `after`, or open `/runs/{id}/events?logs=all`.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      ...logFilters,
      since: Type.Optional(instant("Written at or after it.")),
      after: Type.Optional(Type.Integer({ minimum: 0, description: "Only lines above this `position`." })),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of lines, oldest first.", schema: pageOf(logLineView) } },
});

const eventsOperation = operation({
  tag,
  summary: "Follow a run, as server-sent events",
  description:
    "From the acceptance of the run, or from `Last-Event-ID` on, to its end, without a gap and without telling anything twice. Then the stream ends; who comes back with the id of the last event gets 204. `logs=all` adds what steps wrote, as `log` events. `step.stream` events carry answers of models while they come in; they have no id and are sent once to whoever listens.",
  role: "viewer",
  isResumable: true,
  query: Type.Object(
    { ...logFilters, logs: Type.Optional(oneOf(["none", "all"])) },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "`id` names a place in the run, absent from `step.stream`; `data` is the event as JSON.",
      mediaType: "text/event-stream",
      schema: streamEventView,
    },
    204: { description: "The run has ended and everything was told." },
  },
});
