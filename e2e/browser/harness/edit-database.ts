import { join } from "node:path";

import Database from "better-sqlite3";
import pg from "pg";

/** Edits the org database past Lockstep, as somebody with a console may; `url` is `null` for SQLite in the directory. */
export async function editDatabase(
  { dataDirectory, url }: { readonly dataDirectory: string; readonly url: string | null },
  statement: string,
): Promise<void> {
  if (url === null) {
    const database = new Database(join(dataDirectory, "lockstep.sqlite"), { timeout: 5_000 });
    try {
      database.exec(statement);
    } finally {
      database.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
