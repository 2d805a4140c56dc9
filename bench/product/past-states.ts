import type { RawDatabase } from "../baselines/raw-database.ts";
import type { DatabaseSource } from "./databases.ts";

const minuteMs = 60_000;

/** A past that was never lived: one deploy a minute, each of one pipeline, before everything that was really applied. */
export interface Past {
  readonly records: number;
  /** The instant at which so many deploys had been. */
  instantOf(record: number): string;
}

/**
 * Writes states, assignments and ledger entries past the product, at sequences and positions below the first real ones,
 * so that nothing in force changes.
 */
export async function writePast(
  raw: RawDatabase,
  { name }: Pick<DatabaseSource, "name">,
  { records, pipelines }: { readonly records: number; readonly pipelines: number },
): Promise<Past> {
  const start = Math.floor(Date.now() / 1_000) * 1_000 - (records + 10) * minuteMs;
  const at =
    name === "SQLite"
      ? `strftime('%Y-%m-%dT%H:%M:%fZ', ${start / 1_000} + i * 60, 'unixepoch')`
      : `to_char(to_timestamp(${start / 1_000} + i * 60) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const numbers = `WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${records})`;
  const sequence = `i - ${records}`;
  await raw.execute(`
    ${numbers}
    INSERT INTO environment_states
      (environment, sequence, kind, revision, control_revision, configuration_digest, deploy, at)
    SELECT s.environment, ${sequence}, s.kind, s.revision, s.control_revision, s.configuration_digest, s.deploy, ${at}
    FROM numbers CROSS JOIN environment_states AS s WHERE s.environment = 'staging' AND s.sequence = 1`);
  await raw.execute(`
    ${numbers}
    INSERT INTO pipeline_assignments
      (environment, slug, sequence, version, content, manifest, team, path, deploy, at)
    SELECT a.environment, a.slug, ${sequence}, a.version, a.content, a.manifest, a.team, a.path, a.deploy, ${at}
    FROM numbers JOIN pipeline_assignments AS a
      ON a.environment = 'staging' AND a.sequence = 1
      AND a.slug = 'pipeline-' || CAST(i % ${pipelines} AS TEXT)`);
  await raw.execute(`
    ${numbers}
    INSERT INTO ledger (environment, position, kind, deploy, at, body, previous, hash)
    SELECT s.environment, ${sequence}, 'applied', s.deploy, ${at}, '{}', 'sha256:0', 'sha256:0'
    FROM numbers CROSS JOIN environment_states AS s WHERE s.environment = 'staging' AND s.sequence = 1`);
  await raw.execute("ANALYZE");
  return { records, instantOf: (record) => new Date(start + record * minuteMs + 30_000).toISOString() };
}
