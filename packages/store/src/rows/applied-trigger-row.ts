import type { AppliedTrigger, Trigger } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { appliedTriggers } from "../schema/index.ts";

export type AppliedTriggerRow = InferSelectModel<typeof appliedTriggers>;

export function appliedTriggerOf(row: AppliedTriggerRow): AppliedTrigger {
  return {
    environment: row.environment,
    slug: row.slug,
    trigger: JSON.parse(row.definition) as Trigger,
    isEnabled: row.enabled === 1,
    since: row.since,
    cursorAt: row.cursor_at,
    nextAt: row.next_at,
  };
}
