import {
  type AppliedMerge,
  type Deploy,
  type DeployHistory,
  fromTimestamp,
  type Slug,
  type Timestamp,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { idAt, skewMs } from "../database/id-at.ts";
import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deploys, environmentStates, ledger } from "../schema/index.ts";

interface StateRow {
  readonly deploy: string;
  readonly kind: string;
  readonly at: Timestamp;
  readonly source_commit: string;
  readonly unverified: number;
}

/** More are not looked at one by one. */
const most = 5_000;

const selectStates = statement<{ environment: Slug; since: Timestamp }, StateRow>(
  ({ environment, since }) => sql`
    SELECT states.deploy, kind, states.at, source_commit,
      (SELECT count(*) FROM ${ledger} WHERE deploy = states.deploy AND kind = 'unverified') AS unverified
    FROM ${environmentStates} AS states JOIN ${deploys} AS planned ON planned.id = states.deploy
    WHERE states.environment = ${environment} AND states.at >= ${since}
    ORDER BY states.at DESC, states.sequence DESC LIMIT ${sql.raw(String(most))}`,
);

const countRefused = statement<
  { environment: Slug; since: Timestamp; beginning: string },
  { readonly count: number }
>(
  ({ environment, since, beginning }) => sql`
    SELECT count(*) AS count FROM ${deploys}
    WHERE environment = ${environment} AND id >= ${beginning} AND state = 'refused' AND created_at >= ${since}`,
);

/** What became of plans in an environment since then; of many, the newest. */
export function* loadDeployHistory(environment: Slug, since: Timestamp): Query<DeployHistory> {
  const states = (yield* rowsOf(selectStates, { environment, since })).toReversed();
  const beginning = idAt(fromTimestamp(since) - skewMs);
  const refused = (yield* firstOf(countRefused, { environment, since, beginning }))?.count ?? 0;
  const applied = states.flatMap((state, index): readonly AppliedMerge[] =>
    state.kind === "applied" ? [mergeOf(state, states[index + 1]?.kind === "rolled-back")] : [],
  );
  return { applied, refused, rollbacks: states.filter(({ kind }) => kind === "rolled-back").length };
}

function mergeOf({ deploy, at, source_commit, unverified }: StateRow, isRolledBack: boolean): AppliedMerge {
  const commit = JSON.parse(source_commit) as Deploy["commit"];
  return { deploy, at, committedAt: commit.committer.at, isUnverified: unverified > 0, isRolledBack };
}
