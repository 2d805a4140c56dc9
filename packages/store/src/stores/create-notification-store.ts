import type { NotificationStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { advanceNotifications } from "../queries/advance-notifications.ts";

export function createNotificationStore(database: Database): NotificationStore {
  return {
    advance: (page, compose) => database.transact(() => advanceNotifications(page, compose)),
  };
}
