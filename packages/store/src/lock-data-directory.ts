import { join } from "node:path";

import { Failure } from "@lockstep/model";
import Database from "better-sqlite3";

/** Held for as long as the process uses the directory; the kernel lets go of it when the process dies. */
export interface DirectoryLock {
  release(): void;
}

/** Takes a data directory for this process alone; fails as `conflict` when another process has it. */
export function lockDataDirectory(directory: string): DirectoryLock {
  const database = new Database(join(directory, "lock"), { timeout: 2_000 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new Failure(
      "conflict",
      `another lockstep process uses ${directory}; stop it or set LOCKSTEP_DATA`,
      { cause },
    );
  }
  return { release: () => void database.close() };
}
