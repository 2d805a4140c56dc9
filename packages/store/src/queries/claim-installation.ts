import { Failure, type Timestamp } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { installation } from "../schema/index.ts";

const insert = statement<{ id: string; repository: string }>(
  ({ id, repository }) => sql`
    INSERT INTO ${installation} (single, id, repository, created_at)
    VALUES (1, ${id}, ${repository}, lockstep_now())
    ON CONFLICT (single) DO NOTHING`,
);

const select = statement<Record<string, never>, InferSelectModel<typeof installation>>(
  () => sql`SELECT * FROM ${installation}`,
);

export interface ClaimedInstallation {
  readonly id: string;
  readonly createdAt: Timestamp;
  readonly isNew: boolean;
}

/** Makes the database one repository's, or refuses when it is another's. */
export function* claimInstallation(given: { id: string; repository: string }): Query<ClaimedInstallation> {
  const isNew = (yield* changesOf(insert, given)) > 0;
  const row = yield* firstOf(select, {});
  if (row === null) throw new Failure("internal", "The installation row vanished while it was read.");
  if (row.repository !== given.repository) {
    throw new Failure(
      "wrong-installation",
      `This org database belongs to the repository ${row.repository}, not to ${given.repository}. ` +
        "Name that repository in LOCKSTEP_REPO, or use another database.",
    );
  }
  return { id: row.id, createdAt: row.created_at, isNew };
}
