import { type SQL, sql } from "drizzle-orm";

import { configurations, environments, environmentStates } from "../schema/index.ts";

/** `SELECT` of rows `e` of environments, each with its known policy. */
export const environmentsWithKnownPolicy: SQL = sql`
  SELECT e.*, c.configuration AS known_policy, c.digest AS known_digest FROM ${environments} AS e
  LEFT JOIN ${environmentStates} AS s ON s.environment = e.slug AND s.sequence = (
    SELECT max(sequence) FROM ${environmentStates} WHERE environment = e.slug
  )
  LEFT JOIN ${configurations} AS c ON c.digest = s.configuration_digest`;
