import type { LeaseStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { acquireLease } from "../queries/acquire-lease.ts";
import { loadLease } from "../queries/load-lease.ts";
import { releaseLease } from "../queries/release-lease.ts";

export function createLeaseStore(database: Database): LeaseStore {
  return {
    acquire: (name, holder, milliseconds) =>
      database.transact(() => acquireLease({ name, holder, milliseconds })),
    release: (name, holder) => database.transact(() => releaseLease({ name, holder })),
    load: (name) => database.read(loadLease(name)),
  };
}
