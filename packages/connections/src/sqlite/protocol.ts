import type { SqlOutcome, SqlRequest } from "@lockstep/model";

/** To the process. It is not given another before it has answered. */
export type Order = Pick<SqlRequest, "statement" | "parameters" | "maxRows" | "maxBytes" | "timeoutMs"> & {
  /** Path without links. */
  readonly file: string;
};

/** From the process. */
export type Report = SqlOutcome;
