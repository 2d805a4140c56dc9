import type { Slug } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { environmentFilter, isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { chooseStart } from "../streams/choose-start.ts";
import { createOrgSource } from "../streams/org-source.ts";
import { createPieceQueue } from "../streams/piece-queue.ts";
import { respondWithStream, streamHeaders } from "../streams/respond-with-stream.ts";
import { withPieces } from "../streams/with-pieces.ts";
import { slug } from "../views/fields.ts";
import { streamEventView } from "../views/stream-event-view.ts";

/** `/events`: one resumable stream of everything that happens within the token's reach. */
export function eventRoutes(deps: RouteDeps) {
  const { tail, store, clock } = deps;
  return new Hono<ApiEnv>().get("/events", streamOperation, async (c) => {
    const { token } = c.var;
    const environment = environmentFilter(token, c.req.valid("query").environment);
    const after = await chooseStart(deps.store, c.req.header("Last-Event-ID"));
    if (c.req.method === "HEAD") return c.body(null, 200, streamHeaders);
    const isWanted = (thing: { readonly environment: Slug }) =>
      isVisible(token, thing) && (environment === null || thing.environment === environment);
    return respondWithStream(c, deps, (ended) =>
      withPieces(createOrgSource({ tail, after, ended, isWanted }), {
        pieces: createPieceQueue(store.streams, isWanted),
        clock,
        ended,
      }),
    );
  });
}

const streamOperation = operation({
  tag: "Events",
  summary: "Follow what happens, as server-sent events",
  description:
    "Send the id of the last event seen as `Last-Event-ID` to miss nothing. Comments keep the stream alive. It ends when the token is revoked or expires. What happens inside a run is told by `/runs/{id}/events`. `step.stream` events carry answers of models while they come in; they have no id, are sent once to whoever listens, and are dropped for clients that read too slowly: the whole answer is the step's output.",
  role: "viewer",
  isResumable: true,
  query: Type.Object({ environment: Type.Optional(slug) }, { additionalProperties: false }),
  responses: {
    200: {
      description:
        "`id` is a number that grows by one per event, absent from `step.stream`; `data` is the event as JSON.",
      mediaType: "text/event-stream",
      schema: streamEventView,
    },
  },
});
