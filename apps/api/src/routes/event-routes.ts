import { eventNames, Failure, type Slug } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { environmentFilter, isVisible } from "../access/environment-filter.ts";
import { isLive } from "../access/live-token.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { createEventStream } from "../streams/event-stream.ts";
import { createPieceQueue } from "../streams/piece-queue.ts";
import { json, oneOf, slug, timestamp } from "../views/fields.ts";

/** `/events`: one resumable stream of everything that happens within the token's reach. */
export function eventRoutes(deps: RouteDeps) {
  const { store, tail, clock, settings } = deps;
  return new Hono<ApiEnv>().get("/events", streamOperation, async (c) => {
    const { token } = c.var;
    const environment = environmentFilter(token, c.req.valid("query").environment);
    const after = await chooseStart(deps, c.req.header("Last-Event-ID"));
    c.header("Content-Type", "text/event-stream");
    c.header("Cache-Control", "no-cache, no-transform");
    c.header("X-Accel-Buffering", "no");
    if (c.req.method === "HEAD") return c.body(null, 200);
    const { ended, end } = deps.streams.open(token.id);
    const isWanted = (thing: { readonly environment: Slug }) =>
      isVisible(token, thing) && (environment === null || thing.environment === environment);
    const pieces = createPieceQueue(store.streams, isWanted);
    const mayGoOn = async () => {
      const now = await store.tokens.loadByDigest(token.digest);
      return now !== null && (await isLive(store, now));
    };
    const { heartbeatMs } = settings;
    return c.body(
      createEventStream({ tail, pieces, clock, after, isWanted, mayGoOn, heartbeatMs, ended, end }),
      200,
    );
  });
}

/** After the event the client saw last; from now on when it saw none. */
async function chooseStart({ store }: RouteDeps, lastSeen: string | undefined): Promise<number> {
  const newest = await store.events.lastId();
  if (lastSeen === undefined) return newest;
  if (/^\d{1,15}$/.test(lastSeen)) return Math.min(Number(lastSeen), newest);
  throw new Failure("invalid-input", "`Last-Event-ID` must be the number of an event.");
}

const streamOperation = operation({
  tag: "Events",
  summary: "Follow what happens, as server-sent events",
  description:
    "Send the id of the last event seen as `Last-Event-ID` to miss nothing. Comments keep the stream alive. It ends when the token is revoked or expires. `step.stream` events carry answers of models while they come in; they have no id, are sent once to whoever listens, and are dropped for clients that read too slowly: the whole answer is the step's output.",
  role: "viewer",
  query: Type.Object({ environment: Type.Optional(slug) }, { additionalProperties: false }),
  responses: {
    200: {
      description:
        "`id` is a number that grows by one per event, absent from `step.stream`; `data` is the event as JSON.",
      mediaType: "text/event-stream",
      schema: Type.Object(
        {
          id: Type.Optional(Type.Integer()),
          at: timestamp,
          name: oneOf([...eventNames, "step.stream"]),
          environment: slug,
          body: Type.Record(Type.String(), json),
        },
        { $id: "Event" },
      ),
    },
  },
});
