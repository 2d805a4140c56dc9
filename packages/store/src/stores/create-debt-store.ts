import type { DebtStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { listOpenDebts } from "../queries/list-open-debts.ts";
import { settleDebt } from "../queries/settle-debt.ts";
import { takeOverdueDebts } from "../queries/take-overdue-debts.ts";

export function createDebtStore(database: Database, signals: Signals): DebtStore {
  return {
    listOpen: (environment) => database.read(listOpenDebts(environment)),
    settle: (deploy, actor, reason) => database.transact(() => settleDebt(deploy, actor, reason)),
    takeOverdue: async () => {
      const overdue = await database.transact(() => takeOverdueDebts());
      if (overdue.length > 0) await signals.notify("event");
      return overdue;
    },
  };
}
