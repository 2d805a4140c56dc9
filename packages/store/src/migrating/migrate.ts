import { Failure } from "@lockstep/model";
import { sql } from "drizzle-orm";

import type { Database } from "../database/database.ts";
import type { Dialect } from "../database/dialect.ts";
import { insertInto } from "../database/insertion.ts";
import { firstOf, inserted, type Query, rowsOf, script } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { schemaMigrations } from "../schema/index.ts";
import type { Migration } from "./read-migrations.ts";

/** Brings the database to this binary's schema; all or nothing, one process at a time. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await database.transact(() => runMigrations(database.dialect, migrations));
}

/** Not a migration itself: it says which have run. */
const ownTable = `CREATE TABLE IF NOT EXISTS schema_migrations (
  number BIGINT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  min_writer BIGINT NOT NULL,
  at TEXT NOT NULL
)`;

const selectRun = statement<Record<string, never>, { readonly number: number }>(
  () => sql`SELECT number FROM ${schemaMigrations}`,
);

const selectMinWriter = statement<Record<string, never>, { readonly min_writer: number | null }>(
  () => sql`SELECT max(min_writer) AS min_writer FROM ${schemaMigrations}`,
);

const insertion = insertInto(schemaMigrations, {
  columns: ["number", "name", "min_writer"],
  computed: { at: sql`lockstep_now()` },
});

function* runMigrations({ migrationLock }: Dialect, migrations: readonly Migration[]): Query<void> {
  yield* script(migrationLock);
  yield* script(ownTable);
  yield* refuseNewerSchema(migrations);
  const run = new Set((yield* rowsOf(selectRun, {})).map(({ number }) => number));
  for (const { number, name, minWriter, text } of migrations) {
    if (run.has(number)) continue;
    yield* script(text);
    yield* inserted(insertion, [{ number, name, min_writer: minWriter }]);
  }
}

/** A newer Lockstep may have changed what rows mean; an older one that writes would undo that unseen. */
function* refuseNewerSchema(migrations: readonly Migration[]): Query<void> {
  const known = migrations.at(-1)?.number ?? 0;
  const needed = (yield* firstOf(selectMinWriter, {}))?.min_writer ?? 0;
  if (known >= needed) return;
  throw new Failure(
    "configuration-invalid",
    `The org database was migrated by a newer Lockstep: writing to it needs schema ${needed}, ` +
      `and this program knows schema ${known}. Start the newer program.`,
  );
}
