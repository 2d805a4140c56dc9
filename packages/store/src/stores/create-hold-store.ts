import type { HoldStore, Ids, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { liftHoldByItself } from "../queries/lift-hold-by-itself.ts";
import { liftHolds } from "../queries/lift-holds.ts";
import { listHolds } from "../queries/list-holds.ts";
import { loadHoldsInForce } from "../queries/load-holds-in-force.ts";
import { placeHold } from "../queries/place-hold.ts";

export function createHoldStore(database: Database, signals: Signals, ids: Ids): HoldStore {
  /** The controller looks at once, and whoever publishes events. */
  async function announcing<Result>(written: Promise<Result>): Promise<Result> {
    const result = await written;
    await signals.notify("hint");
    await signals.notify("event");
    return result;
  }

  return {
    place: (hold) => {
      const id = ids.next();
      return announcing(database.transact(() => placeHold(id, hold)));
    },
    lift: (request) => announcing(database.transact(() => liftHolds(request))),
    liftByItself: (hold, because) => announcing(database.transact(() => liftHoldByItself(hold, because))),
    loadInForce: (environment) => database.snapshot(loadHoldsInForce(environment)),
    list: (environment, page) => database.read(listHolds(environment, page)),
  };
}
