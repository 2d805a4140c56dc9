import type { OrgStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";

/** A store to test, and ways past it. */
export interface Subject {
  readonly store: OrgStore;
  readonly database: Database;
  /** Runs a statement on the database past the store, as somebody with direct access would. */
  sql(statement: string): Promise<readonly Record<string, unknown>[]>;
}

/** Gives the subject of the test file; only while a test runs. */
export type SubjectOf = () => Subject;
