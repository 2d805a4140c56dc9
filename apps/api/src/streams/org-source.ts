import type { OrgEvent } from "@lockstep/model";

import type { EventTail } from "./event-tail.ts";
import type { StreamEvent, StreamSource } from "./stream-event.ts";
import { untilNews } from "./until-news.ts";

export interface OrgSourceRequest {
  readonly tail: EventTail;
  /** Everything above this id is told. */
  readonly after: number;
  readonly isWanted: (event: OrgEvent) => boolean;
  readonly ended: AbortSignal;
}

/** What happens in the org, from an event on. A slow follower makes no buffer grow, it reads older events. */
export function createOrgSource({ tail, after, isWanted, ended }: OrgSourceRequest): StreamSource {
  let seen = after;
  return {
    async read(waitMs) {
      if (tail.lastId() <= seen) {
        await untilNews(waitMs, { ended, subscribe: (listener) => tail.subscribe(listener) });
      }
      const events = await tail.readAfter(seen);
      seen = events.at(-1)?.id ?? seen;
      return events.filter(isWanted).map(toStreamEvent);
    },
  };
}

function toStreamEvent({ id, ...event }: OrgEvent): StreamEvent {
  return { id: String(id), ...event };
}
