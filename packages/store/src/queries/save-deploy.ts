import type { Deploy } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deploys } from "../schema/index.ts";

/** A plan can be megabytes, so it is written once. */
const update = statement<{ id: string; state: string; verdicts: string; because: string }>(
  ({ id, state, verdicts, because }) => sql`
    UPDATE ${deploys}
    SET state = ${state}, verdicts = ${verdicts}, because = ${because}, updated_at = lockstep_now()
    WHERE id = ${id}`,
);

const insertion = insertInto(deploys, {
  columns: [
    "id",
    "environment",
    "intent",
    "state",
    "revision",
    "plan",
    "verdicts",
    "because",
    "source_commit",
    "actor",
  ],
  computed: { created_at: sql`lockstep_now()`, updated_at: sql`lockstep_now()` },
});

/** Inserts the deploy or moves it to its new state. */
export function* saveDeploy(deploy: Deploy): Query<void> {
  const { id, environment, intent, state, because } = deploy;
  const verdicts = JSON.stringify(deploy.verdicts);
  if ((yield* changesOf(update, { id, state, verdicts, because })) > 0) return;
  yield* inserted(insertion, [
    {
      id,
      environment,
      intent,
      state,
      because,
      verdicts,
      revision: deploy.plan.target.revision,
      plan: JSON.stringify(deploy.plan),
      source_commit: JSON.stringify(deploy.commit),
      actor: JSON.stringify(deploy.actor),
    },
  ]);
}
