import type { Application, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { configurations, environmentStates } from "../schema/index.ts";

const insertConfigurations = insertInto(configurations, {
  columns: ["digest", "environment", "configuration"],
  computed: { first_seen_at: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (digest) DO NOTHING`,
});

const insertStates = insertInto(environmentStates, {
  columns: [
    "environment",
    "sequence",
    "kind",
    "revision",
    "control_revision",
    "configuration_digest",
    "deploy",
    "at",
  ],
});

/** Remembers for ever what is in force from now on, with its configuration. */
export function* appendState(application: Application, sequence: number, at: Timestamp): Query<void> {
  const { deploy, configuration, record } = application;
  const { environment } = deploy;
  const { digest } = configuration;
  yield* inserted(insertConfigurations, [
    { digest, environment, configuration: JSON.stringify(configuration.environment) },
  ]);
  const { revision, controlRevision } = deploy.plan.target;
  yield* inserted(insertStates, [
    {
      environment,
      sequence,
      kind: record.kind,
      revision,
      control_revision: controlRevision,
      configuration_digest: digest,
      deploy: deploy.id,
      at,
    },
  ]);
}
