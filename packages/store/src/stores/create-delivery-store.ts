import type { DeliveryStore, NewDelivery, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { listDeliveries } from "../queries/list-deliveries.ts";
import { listPendingDeliveries } from "../queries/list-pending-deliveries.ts";
import { loadLastReceivedAt } from "../queries/load-last-received-at.ts";
import { pruneDeliveries } from "../queries/prune-deliveries.ts";
import { receiveDeliveries } from "../queries/receive-deliveries.ts";
import { retryDeliveryLater } from "../queries/retry-delivery-later.ts";
import { reviveDelivery } from "../queries/revive-delivery.ts";
import { settleDeliveries } from "../queries/settle-deliveries.ts";
import { gatherWrites } from "./gather-writes.ts";

/** The controller hears of what came in as `hint`. */
export function createDeliveryStore(database: Database, signals: Signals): DeliveryStore {
  const write = gatherWrites((deliveries: readonly NewDelivery[]) =>
    database.transact(() => receiveDeliveries(deliveries)),
  );
  return {
    receive: async (delivery) => {
      const received = await write(delivery);
      if (received === "new") await signals.notify("hint");
      return received;
    },
    listPending: (limit) => database.read(listPendingDeliveries(limit)),
    settle: (positions, state, because) =>
      database.transact(() => settleDeliveries(positions, state, because)),
    retryLater: (position, at, because) => database.transact(() => retryDeliveryLater(position, at, because)),
    revive: async (position) => {
      const isRevived = await database.transact(() => reviveDelivery(position));
      if (isRevived) await signals.notify("hint");
      return isRevived;
    },
    list: (filter, page) => database.read(listDeliveries(filter, page)),
    lastReceivedAt: () => database.read(loadLastReceivedAt()),
    prune: (before) => database.transact(() => pruneDeliveries(before)),
  };
}
