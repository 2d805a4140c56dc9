import type { Checksum, EnvironmentInForce, Revision, Slug } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { configurations, environments, environmentStates, ledger } from "../schema/index.ts";

interface StateRow extends InferSelectModel<typeof environmentStates> {
  readonly configuration: string | null;
}

const selectState = statement<{ environment: Slug }, StateRow>(
  ({ environment }) => sql`
    SELECT s.*, c.configuration FROM ${environmentStates} AS s
    LEFT JOIN ${configurations} AS c ON c.digest = s.configuration_digest
    WHERE s.environment = ${environment} ORDER BY s.sequence DESC LIMIT 1`,
);

const selectNoted = statement<{ environment: Slug }, { readonly body: string }>(
  ({ environment }) => sql`
    SELECT body FROM ${ledger} WHERE environment = ${environment} AND kind = 'noted' ORDER BY position DESC LIMIT 1`,
);

interface Noted {
  readonly base: { readonly sequence: number };
  readonly target: { readonly revision: Revision; readonly controlRevision: Revision };
}

/** What the append-only history says of an environment; `null` before the first apply. */
export function* loadInForce(environment: Slug): Query<EnvironmentInForce | null> {
  const state = yield* firstOf(selectState, { environment });
  if (state === null) return null;
  const row = yield* firstOf(selectNoted, { environment });
  const noted = row === null ? null : (JSON.parse(row.body) as Noted);
  const { revision, controlRevision } =
    noted?.base.sequence === state.sequence
      ? noted.target
      : { revision: state.revision, controlRevision: state.control_revision };
  return {
    sequence: state.sequence,
    revision,
    controlRevision,
    deploy: state.deploy,
    at: state.at,
    policy: state.configuration,
    policyDigest: state.configuration_digest as Checksum,
  };
}

type Columns =
  | "sequence"
  | "applied_revision"
  | "applied_control_revision"
  | "applied_deploy"
  | "applied_at"
  | "policy"
  | "policy_digest";

const selectRow = statement<{ environment: Slug }, Pick<InferSelectModel<typeof environments>, Columns>>(
  ({ environment }) => sql`SELECT * FROM ${environments} WHERE slug = ${environment}`,
);

/** What the environment's row says; `null` when it is gone. */
export function* loadClaimedInForce(environment: Slug): Query<EnvironmentInForce | null> {
  const row = yield* firstOf(selectRow, { environment });
  if (row === null) return null;
  return {
    sequence: row.sequence,
    revision: row.applied_revision,
    controlRevision: row.applied_control_revision,
    deploy: row.applied_deploy,
    at: row.applied_at,
    policy: row.policy,
    policyDigest: row.policy_digest as Checksum | null,
  };
}
