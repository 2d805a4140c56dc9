import type { ConnectionReference } from "@lockstep/model";

import { Refusal } from "../refusal.ts";
import { stripStatement } from "./strip-statement.ts";

const reading = ["SELECT", "VALUES", "TABLE", "WITH", "EXPLAIN"];
const writing = ["INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "TRUNCATE", "REFRESH", "CALL", "ANALYZE"];
const plain: ReadonlySet<string> = new Set([...reading, ...writing]);

/** What may be made and dropped: nothing that runs code, reaches other machines or outlives the statement's session. */
const defining =
  /^(?:CREATE (?:OR REPLACE )?(?:UNIQUE )?(?:UNLOGGED )?|ALTER |DROP )(?:TABLE|INDEX|VIEW|MATERIALIZED VIEW|SCHEMA)\b/;

/**
 * Fails as `security` unless this is one statement of a kind that stays within its database. The databases themselves
 * refuse a second statement as well; this says so before anything is sent.
 */
export function checkStatement(statement: string, dialect: ConnectionReference["type"]): void {
  if (statement.includes("\0")) throw new Refusal("validation", "The statement holds a NUL character.");
  const words = stripStatement(statement, dialect).replace(/[;\s]+$/, "");
  if (words === "") throw new Refusal("validation", "There is no statement.");
  if (words.includes(";"))
    throw new Refusal("security", "There is more than one statement; write one step for each.");
  const upper = words.replaceAll(/\s+/g, " ").toUpperCase();
  const [kind = ""] = /^[A-Z]*/.exec(upper) ?? [];
  if (plain.has(kind) || (upper.startsWith("(") && dialect === "postgres") || defining.test(upper)) return;
  throw new Refusal("security", `${kind || "This"} is not a statement that an sql step may send.`);
}
