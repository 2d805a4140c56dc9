import type { Trigger } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOfEach, inserted, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers } from "../schema/index.ts";

const selectArmedOf = statement<{ environment: string; slugs: readonly string[] }, AppliedTriggerRow>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT * FROM ${appliedTriggers} WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}`,
);

const remove = statement<{ environment: string; slug: string; trigger: string }>(
  ({ environment, slug, trigger }) => sql`
    DELETE FROM ${appliedTriggers}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}`,
);

const upsert = insertInto(appliedTriggers, {
  columns: [
    "environment",
    "slug",
    "trigger_id",
    "type",
    "source",
    "definition",
    "enabled",
    "since",
    "cursor_at",
    "next_at",
  ],
  onConflict: sql`ON CONFLICT (environment, slug, trigger_id) DO UPDATE SET
    type = excluded.type, source = excluded.source, definition = excluded.definition, enabled = excluded.enabled,
    since = excluded.since, cursor_at = excluded.cursor_at, next_at = excluded.next_at`,
});

/** Triggers in force of some pipelines. */
export function* loadArmedOf(
  environment: string,
  slugs: readonly string[],
): Query<readonly AppliedTriggerRow[]> {
  return yield* rowsOf(selectArmedOf, { environment, slugs });
}

export function* removeTriggerRows(gone: readonly AppliedTriggerRow[]): Query<void> {
  yield* changesOfEach(
    remove,
    gone.map(({ environment, slug, trigger_id: trigger }) => ({ environment, slug, trigger })),
  );
}

export function* writeTriggerRows(rows: readonly AppliedTriggerRow[]): Query<void> {
  yield* inserted(upsert, rows);
}

/** Names a trigger within its environment. */
export function nameOf({ slug, trigger_id }: Pick<AppliedTriggerRow, "slug" | "trigger_id">): string {
  return `${slug}/${trigger_id}`;
}

/** What decides when a cron trigger fires; `null` for the others. */
export function scheduleOf({ definition }: AppliedTriggerRow): string | null {
  const trigger = JSON.parse(definition) as Trigger;
  return trigger.type === "cron" ? `${trigger.schedule} ${trigger.timezone}` : null;
}
