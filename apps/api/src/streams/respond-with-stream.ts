import type { Context } from "hono";

import { mayGoOn } from "../access/may-go-on.ts";
import type { ApiEnv } from "../api-env.ts";
import type { RouteDeps } from "../route-deps.ts";
import { createEventStream } from "./event-stream.ts";
import type { StreamEvent, StreamSource } from "./stream-event.ts";

/** Of every stream of server-sent events; proxies must neither keep nor gather it. */
export const streamHeaders = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** Streams what a source tells until it ends or the token does; 204, which tells browsers to stay away, when it has. */
export async function respondWithStream(
  c: Context<ApiEnv>,
  { store, streams, settings }: RouteDeps,
  open: (ended: AbortSignal) => StreamSource,
) {
  const { token, session } = c.var;
  const { ended, end } = streams.open(token.id, session?.id);
  const source = open(ended);
  const first = await source.read(0).catch((thrown: unknown) => {
    end();
    throw thrown;
  });
  if (first === null) {
    end();
    return c.body(null, 204);
  }
  const stream = createEventStream({
    source: startingWith(first, source),
    mayGoOn: () => mayGoOn(store, token, session),
    heartbeatMs: settings.heartbeatMs,
    ended,
    end,
  });
  return c.body(stream, 200, streamHeaders);
}

function startingWith(first: readonly StreamEvent[], rest: StreamSource): StreamSource {
  let isFirst = first.length > 0;
  return {
    async read(waitMs) {
      if (!isFirst) return rest.read(waitMs);
      isFirst = false;
      return first;
    },
  };
}
