import pg from "pg";

import type { ManifestRow } from "./manifest-row.ts";
import {
  type AppliedManifest,
  appliedRevisionSql,
  insertions,
  insertSql,
  manifestsSql,
  pageSql,
  type RawDatabase,
  stateSql,
} from "./raw-database.ts";

/** Rows in one statement. */
const rowsAtOnce = 512;

/** Opens a database that the product has migrated. */
export async function openRawPostgres(url: string): Promise<RawDatabase> {
  const client = new pg.Client(url);
  await client.connect();

  async function insert(table: string, rows: readonly ManifestRow[], sequence: number): Promise<void> {
    const values = rows.flatMap((row) => insertions[table]?.values(row, sequence) ?? []);
    const text = insertSql(table, rows.length, (position) => `$${position}`);
    await client.query({ name: `${table} ${rows.length}`, text, values });
  }

  return {
    async readAppliedRevision() {
      const { rows } = await client.query<{ applied_revision: string | null }>({
        name: "applied",
        text: appliedRevisionSql,
      });
      return rows[0]?.applied_revision ?? null;
    },
    readPage: async () => void (await client.query({ name: "page", text: pageSql })),
    async apply(rows, sequence) {
      await client.query("BEGIN");
      for (const table of Object.keys(insertions)) {
        for (let start = 0; start < rows.length; start += rowsAtOnce)
          await insert(table, rows.slice(start, start + rowsAtOnce), sequence);
      }
      await client.query("COMMIT");
    },
    readManifests: async () =>
      (await client.query<AppliedManifest>({ name: "manifests", text: manifestsSql })).rows,
    readState: async (sequence) =>
      void (await client.query({ name: "state", text: `${stateSql}$1`, values: [sequence] })),
    execute: async (text) => void (await client.query(text)),
    close: () => client.end(),
  };
}
