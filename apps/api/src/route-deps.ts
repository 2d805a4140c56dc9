import type { ApiDeps } from "./api-deps.ts";
import type { EventTail } from "./streams/event-tail.ts";
import type { OpenStreams } from "./streams/open-streams.ts";

/** What routes use: the process's ports and what this API itself keeps open. */
export interface RouteDeps extends ApiDeps {
  readonly tail: EventTail;
  readonly streams: OpenStreams;
  /** Aborted when the API stops: waiting requests answer at once. */
  readonly closing: AbortSignal;
}
