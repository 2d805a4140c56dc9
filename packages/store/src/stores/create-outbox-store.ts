import type { OutboxStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { appendOutbox } from "../queries/append-outbox.ts";
import { buryOutbox } from "../queries/bury-outbox.ts";
import { countOutbox } from "../queries/count-outbox.ts";
import { listDueOutbox } from "../queries/list-due-outbox.ts";
import { listOutbox } from "../queries/list-outbox.ts";
import { markOutboxDelivered } from "../queries/mark-outbox-delivered.ts";
import { pruneOutbox } from "../queries/prune-outbox.ts";
import { retryOutboxLater } from "../queries/retry-outbox-later.ts";
import { reviveOutbox } from "../queries/revive-outbox.ts";

/** Whoever delivers hears of new entries as `event`, like those that a deploy writes. */
export function createOutboxStore(database: Database, signals: Signals): OutboxStore {
  return {
    append: async (entries) => {
      await database.transact(() => appendOutbox(entries));
      await signals.notify("event");
    },
    listDue: (topics, limit, without = []) => database.read(listDueOutbox({ topics, without, limit })),
    markDelivered: (entry) => database.transact(() => markOutboxDelivered(entry)),
    retryLater: (entry, at, error) => database.transact(() => retryOutboxLater(entry, at, error)),
    bury: (entry, error) => database.transact(() => buryOutbox(entry, error)),
    revive: async (position) => {
      const isRevived = await database.transact(() => reviveOutbox(position));
      if (isRevived) await signals.notify("event");
      return isRevived;
    },
    list: (filter, page) => database.read(listOutbox(filter, page)),
    counts: () => database.read(countOutbox()),
    prune: (before) => database.transact(() => pruneOutbox(before)),
  };
}
