import type { EventStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { appendEvents } from "../queries/append-events.ts";
import { listEvents } from "../queries/list-events.ts";
import { loadLastEventId } from "../queries/load-last-event-id.ts";
import { pruneEvents } from "../queries/prune-events.ts";
import { publishEvents } from "../queries/publish-events.ts";

export function createEventStore(database: Database, signals: Signals): EventStore {
  return {
    append: async (events) => {
      await database.transact(() => appendEvents(events));
      await signals.notify("event");
    },
    publish: async () => {
      const published = await database.transact(() => publishEvents());
      // Readers wake up for what has a number now.
      if (published > 0) await signals.notify("event");
      return published;
    },
    list: (after, { environment }, limit) => database.read(listEvents(after, environment, limit)),
    lastId: () => database.read(loadLastEventId()),
    prune: (before) => database.transact(() => pruneEvents(before)),
  };
}
