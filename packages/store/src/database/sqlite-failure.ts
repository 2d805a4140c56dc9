import { Failure, toFailure } from "@lockstep/model";
import Database from "better-sqlite3";

/** What an error of SQLite means (sqlite.org/rescode.html). */
export function sqliteFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Database.SqliteError)) return openFailure(thrown);
  const { code, message } = thrown;
  const kind = kinds.find(({ prefix }) => code.startsWith(prefix));
  if (kind === undefined) return new Failure("internal", `SQLite: ${message} (${code})`, { cause: thrown });
  return new Failure(kind.failure, kind.message, { cause: thrown, code });
}

/** better-sqlite3 looks for the directory itself and throws a TypeError. */
function openFailure(thrown: unknown): Failure {
  if (!(thrown instanceof TypeError) || !thrown.message.startsWith("Cannot open database")) {
    return toFailure(thrown);
  }
  return new Failure("database-unreachable", cannotOpen, { cause: thrown });
}

const cannotOpen =
  "The database file cannot be opened; check that the data directory exists and may be written.";

const kinds = [
  {
    prefix: "SQLITE_FULL",
    failure: "disk-full",
    message: "The disk of the data directory is full; free some space.",
  },
  {
    // An exhausted quota or size limit, which SQLite tells apart from a full disk only by its name.
    prefix: "SQLITE_IOERR_WRITE",
    failure: "disk-full",
    message:
      "The database file cannot grow: its disk, a quota or a limit is exhausted, or the disk is broken; make room.",
  },
  {
    prefix: "SQLITE_BUSY",
    failure: "database-unreachable",
    message: "Another process holds the database file; only one `lockstep up` may use it.",
  },
  {
    prefix: "SQLITE_LOCKED",
    failure: "database-unreachable",
    message: "The database file is locked; it is tried again.",
  },
  {
    prefix: "SQLITE_IOERR",
    failure: "database-unreachable",
    message: "The database file cannot be read or written; check the disk of the data directory.",
  },
  {
    prefix: "SQLITE_CANTOPEN",
    failure: "database-unreachable",
    message: cannotOpen,
  },
  {
    prefix: "SQLITE_READONLY",
    failure: "database-unreachable",
    message: "The database file may not be written; check the permissions of the data directory.",
  },
  {
    prefix: "SQLITE_CONSTRAINT_PRIMARYKEY",
    failure: "conflict",
    message: "A row with this key exists already.",
  },
  {
    prefix: "SQLITE_CONSTRAINT_UNIQUE",
    failure: "conflict",
    message: "A row with this value exists already.",
  },
] as const;
