import { createTestDatabase } from "@lockstep/testkit";
import Sqlite from "better-sqlite3";

/** A database and a second way into it, as somebody has who goes past Lockstep. */
export interface BenchDatabase {
  /** `null` for SQLite. */
  readonly url: string | null;
  readonly file: string;
  run(statement: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function openBenchDatabase(serverUrl: string | null, file: string): Promise<BenchDatabase> {
  if (serverUrl === null) {
    return {
      url: null,
      file,
      run: async (statement) => runOnce(file, statement),
      close: async () => {},
    };
  }
  const { url, run, drop } = await createTestDatabase(serverUrl);
  return { url, file: "", run, close: drop };
}

function runOnce(file: string, statement: string): void {
  const beside = new Sqlite(file, { timeout: 5_000 });
  try {
    beside.exec(statement);
  } finally {
    beside.close();
  }
}
