import { createToken } from "@lockstep/api";
import { resolveEnvironment } from "@lockstep/manifest";
import { bootstrapActor, type Environment, systemClock } from "@lockstep/model";

import type { RawDatabase } from "../baselines/raw-database.ts";
import { benchServerKey } from "./bench-api.ts";
import { type BenchDatabase, openBenchStore } from "./databases.ts";
import { ids } from "./running-org.ts";

/** How large the org is. */
export interface MatrixSize {
  readonly pipelines: number;
  /** Over all environments, within the last six days. */
  readonly runs: number;
}

const ladder = ["development", "qa", "staging", "production"] as const;
const hourMs = 3_600_000;
const versions = 4;

/** Checksums of 64 digits: of pipeline `i` in version `v`, both SQL expressions. */
const checksum = (i: string, v: string) => `'sha256:${"0".repeat(56)}' || (1000000 + ${i}) || ${v}`;

/** A manifest's text of a usual size. */
const steps = JSON.stringify(
  Array.from({ length: 12 }, (_, at) => ({
    id: `step_${at}`,
    type: "set",
    with: { values: { at: "x".repeat(80) } },
  })),
);

/**
 * Writes four environments, each one version behind the one below, in which all pipelines run, and gives a token that sees
 * them.
 */
export async function writeMatrix(database: BenchDatabase, size: MatrixSize): Promise<string> {
  const raw = await database.openRaw();
  const isSqlite = database.url === null;
  try {
    for (const [rung, slug] of ladder.entries()) await writeEnvironment(raw, { slug, rung, size });
    await writeManifests(raw, size);
    await writeRuns(raw, size, isSqlite);
    await raw.execute(isSqlite ? "ANALYZE" : "VACUUM ANALYZE");
  } finally {
    await raw.close();
  }
  return insertToken(database);
}

interface Place {
  readonly slug: (typeof ladder)[number];
  readonly rung: number;
  readonly size: MatrixSize;
}

async function writeEnvironment(raw: RawDatabase, { slug, rung, size }: Place): Promise<void> {
  const now = new Date().toISOString();
  const tier = slug;
  const policy = JSON.stringify(policyOf(slug, rung === 0 ? null : (ladder[rung - 1] ?? null)));
  const findings = JSON.stringify({
    state: "in-sync",
    because: "What runs is what git says.",
    next: "Nothing.",
    opensAt: null,
    predictedAt: null,
    problems: [],
    branch: slug,
    desiredRevision: "a".repeat(40),
    desiredControlRevision: "a".repeat(40),
    deploy: null,
    failures: 0,
    retryAt: null,
    removed: false,
  });
  await raw.execute(`
    INSERT INTO environments (slug, title, tier, findings, observed_at, sequence, acts, created_at)
    VALUES ('${slug}', '${slug}', '${tier}', '${findings}', '${now}', ${versions}, 0, '${now}')`);
  await raw.execute(`
    INSERT INTO configurations (digest, environment, configuration, first_seen_at)
    VALUES ('sha256:${slug}', '${slug}', '${policy}', '${now}')`);
  for (let version = 1; version <= versions - rung; version += 1) {
    const at = new Date(Date.now() - (versions - version) * 24 * hourMs).toISOString();
    await raw.execute(`
      INSERT INTO environment_states
        (environment, sequence, kind, revision, control_revision, configuration_digest, deploy, at)
      VALUES ('${slug}', ${version}, 'applied', '${"a".repeat(40)}', '${"a".repeat(40)}', 'sha256:${slug}',
        'deploy-${slug}-${version}', '${at}')`);
    await raw.execute(`
      ${numbers(size.pipelines)}
      INSERT INTO pipeline_assignments
        (environment, slug, sequence, version, content, manifest, team, path, deploy, at)
      SELECT '${slug}', 'pipeline-' || (1000000 + i), ${version}, '1.0.${version}', ${checksum("i", String(version))},
        ${checksum("i", String(version))}, 'team-' || (i % 20), 'pipelines/' || i || '.pipeline.json',
        'deploy-${slug}-${version}', '${at}'
      FROM numbers`);
  }
}

async function writeManifests(raw: RawDatabase, { pipelines }: MatrixSize): Promise<void> {
  for (let version = 1; version <= versions; version += 1)
    await raw.execute(`
      ${numbers(pipelines)}
      INSERT INTO pipeline_versions
        (manifest, content, slug, version, team, canonical, uses, first_seen_at, triggers)
      SELECT ${checksum("i", String(version))}, ${checksum("i", String(version))}, 'pipeline-' || (1000000 + i),
        '1.0.${version}', 'team-' || (i % 20), '{"slug":"pipeline-' || (1000000 + i) || '","steps":${steps},"title":"Pipeline number ' || i || '"}',
        '{"variables":[],"secrets":[],"connections":[]}', '2026-01-01T00:00:00.000Z', '[]'
      FROM numbers`);
}

/** One run in twelve failed. Ids of one length, so that they sort by the time that they stand for. */
async function writeRuns(
  raw: RawDatabase,
  { pipelines, runs }: MatrixSize,
  isSqlite: boolean,
): Promise<void> {
  const start = Math.floor(Date.now() / 1_000) - 6 * 24 * 3_600;
  const seconds = `${start} + i * ${(6 * 24 * 3_600) / runs}`;
  const at = isSqlite
    ? `strftime('%Y-%m-%dT%H:%M:%fZ', ${seconds}, 'unixepoch')`
    : `to_char(to_timestamp(${seconds}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  for (const [rung, slug] of ladder.entries()) {
    const [version, of] = [String(versions - rung), `(i / 4) % ${pipelines}`];
    await raw.execute(`
      ${numbers(runs)}
      INSERT INTO runs (id, environment, slug, version, content, manifest, revision, deploy, "trigger", actor, team,
        queue, priority, input, deadline_at, state, output, created_at, started_at, ended_at, cancel_requested,
        fencing_token, cost, locks, account, lane)
      SELECT '00000000-0000-7000-8000-' || (100000000000 + i), '${slug}', 'pipeline-' || (1000000 + ${of}),
        '1.0.${version}', ${checksum(of, version)}, ${checksum(of, version)}, '${"a".repeat(40)}', 'deploy-${slug}-${version}',
        '{"type":"api","id":null,"detail":null}', '{"kind":"token","id":"token:bench"}', 'team-1', 'default', 5, '{}',
        ${at}, CASE WHEN i % 12 = 0 OR (i / 4) % 50 = 7 THEN 'failed' ELSE 'completed' END, 'null', ${at}, ${at}, ${at}, 0, 1, 0, '[]',
        'team-1', 'default'
      FROM numbers WHERE i % 4 = ${rung}`);
  }
}

function numbers(count: number): string {
  return `WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${count} - 1)`;
}

function policyOf(slug: (typeof ladder)[number], promotesFrom: string | null): Environment {
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier: slug,
    source: { branch: slug },
    teams: { everybody: { queue: "default" } },
    fallbackTeam: "everybody",
    ...(promotesFrom === null ? {} : { promotesFrom }),
  });
}

async function insertToken(database: BenchDatabase): Promise<string> {
  const store = await openBenchStore(database);
  const makers = { clock: systemClock, ids, serverKey: benchServerKey };
  const { secret, token } = createToken(makers, {
    name: "bench",
    role: "viewer",
    environments: null,
    expiresAt: null,
  });
  await store.tokens.insert(token, bootstrapActor);
  await store.close();
  return secret;
}
