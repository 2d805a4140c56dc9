import { randomBytes } from "node:crypto";

import pg from "pg";

/** A database of its own on a shared server. */
export interface TestDatabase {
  readonly url: string;
  /** Runs statements on it, past whatever the code under test uses. */
  run(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends all other connections to it, as a restart of the server would. */
  disconnectAll(): Promise<void>;
  drop(): Promise<void>;
}

/** Makes an empty database on the server whose maintenance database `serverUrl` names. One per test file. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  return {
    url,
    run: (statement) => runOn(url, statement),
    disconnectAll: async () => {
      await runOn(
        serverUrl,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      );
    },
    drop: async () => {
      await runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function runOn(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}
