import type { ManifestRow } from "./manifest-row.ts";

/** A database with the product's schema, used with nothing but prepared statements. */
export interface RawDatabase {
  /** What the product applied last; how the benchmark sees it without asking the product. */
  readAppliedRevision(): Promise<string | null>;
  /** The first hundred applied pipelines. */
  readPage(): Promise<void>;
  /** The rows of an apply in one transaction: manifest, release, pointer and history of each. */
  apply(rows: readonly ManifestRow[], sequence: number): Promise<void>;
  /** All applied manifests with their checksums. */
  readManifests(): Promise<readonly AppliedManifest[]>;
  /** What was in force from a deploy on, by its primary key. */
  readState(sequence: number): Promise<void>;
  /** Writes past the product. */
  execute(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface AppliedManifest {
  readonly manifest: string;
  readonly canonical: string;
}

/** Environment that the generated repository has. */
export const environment = "staging";

export const appliedRevisionSql = `SELECT applied_revision FROM environments WHERE slug = '${environment}'`;

export const pageSql = `SELECT * FROM environment_pipelines WHERE environment = '${environment}' ORDER BY slug LIMIT 101`;

export const manifestsSql = `
  SELECT v.manifest, v.canonical FROM environment_pipelines AS p
  JOIN pipeline_versions AS v ON v.manifest = p.manifest WHERE p.environment = '${environment}'`;

export const stateSql = `SELECT * FROM environment_states WHERE environment = '${environment}' AND sequence = `;

const at = "2026-01-01T00:00:00.000Z";

interface Insertion {
  readonly columns: string;
  readonly onConflict: string;
  values(row: ManifestRow, sequence: number): readonly (string | number | null)[];
}

/** What an apply inserts, table by table. */
export const insertions: Readonly<Record<string, Insertion>> = {
  pipeline_versions: {
    columns: "manifest, content, slug, version, team, canonical, uses, first_seen_at, triggers",
    onConflict: "(manifest) DO NOTHING",
    values: ({ manifest, content, slug, version, canonical }) => [
      manifest,
      content,
      slug,
      version,
      "data",
      canonical,
      "{}",
      at,
      "[]",
    ],
  },
  releases: {
    columns: "slug, version, content, environment, revision, deploy, released_at",
    onConflict: "(slug, version) DO NOTHING",
    values: ({ slug, version, content }) => [slug, version, content, environment, "revision", "deploy", at],
  },
  environment_pipelines: {
    columns: "environment, slug, version, content, manifest, team, path, uses, deploy, since",
    onConflict: `(environment, slug) DO UPDATE SET version = excluded.version, content = excluded.content,
      manifest = excluded.manifest, team = excluded.team, path = excluded.path, uses = excluded.uses,
      deploy = excluded.deploy, since = excluded.since`,
    values: ({ slug, version, content, manifest, path }) => [
      environment,
      slug,
      version,
      content,
      manifest,
      "data",
      path,
      "{}",
      "deploy",
      at,
    ],
  },
  pipeline_assignments: {
    columns: "environment, slug, sequence, version, content, manifest, team, path, deploy, at",
    onConflict: "(environment, slug, sequence) DO NOTHING",
    values: ({ slug, version, content, manifest, path }, sequence) => [
      environment,
      slug,
      sequence,
      version,
      content,
      manifest,
      "data",
      path,
      "deploy",
      at,
    ],
  },
};

/** `INSERT` of so many rows, with the placeholders of the database. */
export function insertSql(table: string, rows: number, placeholder: (position: number) => string): string {
  const insertion = insertions[table];
  if (insertion === undefined) throw new Error(`nothing is inserted into ${table}`);
  const width = insertion.columns.split(",").length;
  const row = (start: number) =>
    `(${Array.from({ length: width }, (_, at) => placeholder(start + at + 1)).join(", ")})`;
  const values = Array.from({ length: rows }, (_, index) => row(index * width)).join(", ");
  return `INSERT INTO ${table} (${insertion.columns}) VALUES ${values} ON CONFLICT ${insertion.onConflict}`;
}
