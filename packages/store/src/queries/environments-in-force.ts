import { type SQL, sql } from "drizzle-orm";

import { configurations, environments, environmentStates, ledger } from "../schema/index.ts";

/** `SELECT` of rows `e` of environments, each with what the append-only history says is in force. */
export const environmentsInForce: SQL = sql`
  SELECT e.*, c.configuration AS known_policy, s.configuration_digest AS known_digest, s.sequence AS known_sequence,
    s.revision AS known_revision, s.control_revision AS known_control_revision, s.deploy AS known_deploy,
    s.at AS known_at, (
      SELECT body FROM ${ledger} WHERE environment = e.slug AND kind = 'noted' ORDER BY position DESC LIMIT 1
    ) AS noted
  FROM ${environments} AS e
  LEFT JOIN ${environmentStates} AS s ON s.environment = e.slug AND s.sequence = (
    SELECT max(sequence) FROM ${environmentStates} WHERE environment = e.slug
  )
  LEFT JOIN ${configurations} AS c ON c.digest = s.configuration_digest`;
