import { Failure, type FailureKind, toFailure } from "@lockstep/model";
import pg from "pg";

/** What an error of PostgreSQL or of the way to it means (PostgreSQL manual, appendix A). */
export function postgresFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  const known = kinds.find(({ pattern }) => pattern.test(code));
  if (known !== undefined) return new Failure(known.failure, known.message, { cause: thrown, code });
  if (!(thrown instanceof pg.DatabaseError)) return connectionFailure(thrown);
  return new Failure("internal", `PostgreSQL: ${thrown.message} (${code})`, { cause: thrown });
}

/** Whether running the transaction again may succeed at once: it was chosen as the victim of a deadlock or conflict. */
export function isTransient(thrown: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(thrown));
}

const kinds: readonly {
  readonly pattern: RegExp;
  readonly failure: FailureKind;
  readonly message: string;
}[] = [
  {
    pattern: /^53100$/,
    failure: "disk-full",
    message: "The disk of the database server is full; free some space.",
  },
  {
    pattern: /^(40001|40P01|55P03)$/,
    failure: "conflict",
    message: "Others changed the same rows; try again.",
  },
  { pattern: /^23505$/, failure: "conflict", message: "A row with this value exists already." },
  {
    pattern: /^57014$/,
    failure: "deadline-exceeded",
    message: "The database did not finish a statement in time; it may be overloaded.",
  },
  {
    pattern: /^(28|3D000)/,
    failure: "database-unreachable",
    message: "The database refused the sign-in; check user, password and database name in DATABASE_URL.",
  },
  {
    // 55000: the database is there, but takes no connections for now.
    pattern: /^(08|57P0|53|55000|25P0|E[A-Z]+$)/,
    failure: "database-unreachable",
    message: "The database did not answer; it is tried again.",
  },
];

function codeOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return "";
  return typeof thrown.code === "string" ? thrown.code : "";
}

/** pg gives lost connections and timeouts as plain errors without a code. */
function connectionFailure(thrown: unknown): Failure {
  const message = thrown instanceof Error ? thrown.message : "";
  if (!/connect|terminat|timeout|not queryable|pool after calling end/i.test(message))
    return toFailure(thrown);
  return new Failure("database-unreachable", "The database did not answer; it is tried again.", {
    cause: thrown,
  });
}
