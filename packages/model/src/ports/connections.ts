import type { ConnectionReference } from "../environment.ts";
import type { Json, JsonObject } from "../identifiers.ts";
import type { EgressGuard } from "./egress-guard.ts";

/** One statement on a database that the environment declares. */
export interface SqlRequest {
  readonly type: ConnectionReference["type"];
  /** Its secret: a PostgreSQL URL, or the path of a SQLite file. */
  readonly address: string;
  /** A single statement with placeholders `$1`, `$2` … */
  readonly statement: string;
  readonly parameters: readonly Json[];
  /** More rows, or rows of more bytes as JSON, are a failure. */
  readonly maxRows: number;
  readonly maxBytes: number;
  /** When the database itself gives up, in milliseconds. */
  readonly timeoutMs: number;
  readonly egress: EgressGuard;
  /** Aborting it cancels the statement in the database. */
  readonly signal: AbortSignal;
}

export type SqlOutcome =
  | {
      readonly ok: true;
      /** `null` for a statement that gives no rows. */
      readonly rows: readonly JsonObject[] | null;
      /** Rows given, or changed. */
      readonly rowCount: number;
    }
  | {
      readonly ok: false;
      /** `connectivity`: the database cannot be reached; `execution`: it refused the statement. */
      readonly type: "connectivity" | "execution" | "security" | "timeout" | "validation";
      /** Never holds the address or a part of it. */
      readonly message: string;
    };

/** The databases that `sql` steps may speak to; never Lockstep's own. */
export interface Connections {
  /** Throws only the signal's reason, the guard's failures, and `shutting-down` once closed. */
  query(request: SqlRequest): Promise<SqlOutcome>;
}
