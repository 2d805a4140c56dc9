import { Hono } from "hono";
import { Type } from "typebox";

import { environmentFilter, isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { chooseStart } from "../streams/choose-start.ts";
import { createOrgSource } from "../streams/org-source.ts";
import { respondWithStream, streamHeaders } from "../streams/respond-with-stream.ts";
import { slug } from "../views/fields.ts";
import { streamEventView } from "../views/stream-event-view.ts";

/** `/events`: one resumable stream of everything that happens within the token's reach. */
export function eventRoutes(deps: RouteDeps) {
  const { tail } = deps;
  return new Hono<ApiEnv>().get("/events", streamOperation, async (c) => {
    const { token } = c.var;
    const environment = environmentFilter(token, c.req.valid("query").environment);
    const after = await chooseStart(deps.store, c.req.header("Last-Event-ID"));
    if (c.req.method === "HEAD") return c.body(null, 200, streamHeaders);
    return respondWithStream(c, deps, (ended) =>
      createOrgSource({
        tail,
        after,
        ended,
        isWanted: (event) =>
          isVisible(token, event) && (environment === null || event.environment === environment),
      }),
    );
  });
}

const streamOperation = operation({
  tag: "Events",
  summary: "Follow what happens, as server-sent events",
  description:
    "Send the id of the last event seen as `Last-Event-ID` to miss nothing. Comments keep the stream alive. It ends when the token is revoked or expires. What happens inside a run is told by `/runs/{id}/events`.",
  role: "viewer",
  isResumable: true,
  query: Type.Object({ environment: Type.Optional(slug) }, { additionalProperties: false }),
  responses: {
    200: {
      description: "`id` is a number that grows by one per event; `data` is the event as JSON.",
      mediaType: "text/event-stream",
      schema: streamEventView,
    },
  },
});
