import { isFinal, type Run, runStates } from "@lockstep/model";
import { type Context, Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { createHookLimiter } from "../hooks/hook-limiter.ts";
import { operation } from "../requests/operation.ts";
import { readBody } from "../requests/read-body.ts";
import type { RouteDeps } from "../route-deps.ts";
import { waitUntil } from "../streams/wait-until.ts";
import { id, json } from "../views/fields.ts";
import { runStatus } from "../views/run-view.ts";

/** Methods that a hook takes; none of them changes what it does. */
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const limits = { perSecond: 100, burst: 200 };

/** How long a hook with `respond: wait` keeps its sender waiting. */
const longestWaitMs = 60_000;

/** Senders that one process keeps waiting at once; the others are answered at once. */
const mostWaiting = 256;

type Params = "/hooks/:env/:slug/:trigger";

/** `/hooks/{env}/{slug}/{trigger}`: webhook triggers. They admit by their own proof, so no token is asked for. */
export function hookRoutes(deps: RouteDeps) {
  const admit = createHookLimiter(limits, deps.clock);
  let waiting = 0;

  async function receive(c: Context<ApiEnv, Params>) {
    const [environment, slug, trigger] = [c.req.param("env"), c.req.param("slug"), c.req.param("trigger")];
    admit(`${environment}/${slug}/${trigger}`);
    const { run, kind, respond } = await deps.receiveWebhook({
      environment,
      slug,
      trigger,
      headers: c.req.header(),
      query: new URL(c.req.url).search.slice(1),
      body: await readBody(c.req),
    });
    const duplicate = kind !== "new";
    const accepted = { run: { id: run.id, status: run.state }, duplicate };
    // Whoever replays a signature must not read what the run gave.
    if (respond === "accepted" || kind === "replay" || waiting >= mostWaiting) return c.json(accepted, 202);
    const ended = await awaitEnd(run, c.req.raw.signal);
    if (ended === null) return c.json(accepted, 202);
    const { id: runId, state: status, output, error } = ended;
    const outcome = error === null ? null : { type: error.type, message: error.message };
    return c.json({ run: { id: runId, status }, duplicate, output, error: outcome }, 200);
  }

  async function awaitEnd(run: Run, gone: AbortSignal): Promise<Run | null> {
    waiting += 1;
    try {
      return await waitUntil({
        signals: deps.store.signals,
        channels: ["run", "event"],
        lookAgainMs: 500,
        milliseconds: longestWaitMs,
        abort: AbortSignal.any([gone, deps.closing]),
        look: async () => {
          const found = await deps.store.runs.load(run.id);
          return found !== null && isFinal(runStates, found.state) ? found : null;
        },
      });
    } finally {
      waiting -= 1;
    }
  }

  return new Hono<ApiEnv>().on(methods, "/hooks/:env/:slug/:trigger", hookOperation, receive);
}

const hookRun = Type.Object({ id, status: runStatus });
const isDuplicate = Type.Boolean({ description: "The same `dedupeKey` or the same signature came before." });

const hookOperation = operation({
  tag: "Triggers",
  summary: "Send a request to a webhook trigger",
  description:
    "Who may is up to the trigger's `auth`. `hmac-sha256` expects `X-Lockstep-Signature: t=<unix seconds>,v1=<hex>`, the HMAC of `<t>.<body>`.",
  role: null,
  isRaw: true,
  responses: {
    200: {
      description: "The run of a hook with `respond: wait` ended in time.",
      schema: Type.Object({
        run: hookRun,
        duplicate: isDuplicate,
        output: json,
        error: Type.Union([Type.Object({ type: Type.String(), message: Type.String() }), Type.Null()]),
      }),
    },
    202: {
      description: "The run is durable and on its way.",
      schema: Type.Object({ run: hookRun, duplicate: isDuplicate }),
    },
  },
});
