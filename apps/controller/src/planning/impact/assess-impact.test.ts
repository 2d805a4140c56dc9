import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compilePipeline, readCompiledPipeline, resolveEnvironment } from "@lockstep/manifest";
import {
  type Change,
  type CompiledPipeline,
  type Environment,
  type Json,
  type NewRun,
  type OrgStore,
  type Plan,
  unlimited,
} from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestDatabase } from "@lockstep/testkit";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { assessImpact } from "./assess-impact.ts";
import type { ChangedPipeline } from "./changed-pipelines.ts";

type Rows = readonly Record<string, unknown>[];

interface Opened {
  readonly store: OrgStore;
  /** Asks the database past the store. */
  select(statement: string): Promise<Rows>;
  close(): Promise<void>;
}

let made = 0;
const ids = { next: () => `id-${String((made += 1)).padStart(6, "0")}` };

async function openSqlite(): Promise<Opened> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-impact-"));
  const file = join(directory, "org.sqlite");
  const store = await openStore({ url: null, file, salt: "salt", ids });
  const beside = new Sqlite(file, { readonly: true });
  return {
    store,
    select: async (statement) => beside.prepare(statement).all() as Rows,
    async close() {
      beside.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function openPostgres(): Promise<Opened> {
  const database = await createTestDatabase(inject("postgresUrl"));
  const store = await openStore({ url: database.url, file: "", salt: "salt", ids });
  return {
    store,
    select: database.run,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}

function pipeline(slug: string, version: string, more: object = {}): CompiledPipeline {
  const steps = [{ id: "greet", type: "set", with: { values: { text: "Hello" } } }];
  const written = JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version,
    steps,
    ...more,
  });
  const compiled = compilePipeline(`pipelines/${slug}.pipeline.json`, Buffer.from(written), () => null);
  if (compiled.pipeline === null) throw new Error(JSON.stringify(compiled.problems));
  return compiled.pipeline;
}

const schemaOf = (age: object) => ({
  input: { schema: { type: "object", properties: { name: { type: "string" }, age } }, sample: {} },
});
const calling = (pipelineSlug: string) => ({
  steps: [{ id: "call", type: "pipeline", with: { pipeline: `${pipelineSlug}@^1.0.0`, input: {} } }],
});

const before = pipeline("score", "1.0.0", schemaOf({ type: "number" }));
const after = pipeline("score", "1.1.0", {
  ...schemaOf({ type: "number", minimum: 18 }),
  triggers: [{ id: "nightly", type: "cron", schedule: "0 1 * * *" }],
});
const intake = pipeline("intake", "1.0.0", calling("score"));
const other = pipeline("other", "1.0.0");

const environment: Environment = resolveEnvironment({
  apiVersion: "lockstep/v1",
  kind: "Environment",
  slug: "staging",
  tier: "staging",
  source: { branch: "develop" },
  runs: { record: "full" },
  triggers: { default: "enabled" },
});

const pointerOf = ({ version, content, manifest, team, path }: CompiledPipeline) => ({
  version,
  content,
  manifest,
  team,
  path,
});

function changed(from: CompiledPipeline, to: CompiledPipeline): ChangedPipeline {
  const change: Change = {
    kind: "update",
    slug: to.slug,
    class: "contract",
    from: pointerOf(from),
    to: pointerOf(to),
    differences: [],
    contract: "unknown",
  };
  return { change, before: readCompiledPipeline(from), after: readCompiledPipeline(to) };
}

const one = changed(before, after);
const plan = { environment: "staging", changes: [one.change] } as unknown as Plan;

function runOf(more: Partial<NewRun>): NewRun {
  return {
    id: ids.next(),
    environment: "staging",
    slug: "score",
    version: "1.0.0",
    content: before.content,
    manifest: before.manifest,
    revision: "a".repeat(40),
    deploy: "deploy",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: null,
    queue: "default",
    priority: 5,
    input: {},
    deadlineAt: "2030-01-01T00:00:00.000Z",
    idempotency: null,
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
    ...more,
  };
}

/** Runs of three pipelines with ages from 0 to 39; every third is under way, a sixth belongs to somebody else. */
async function seed(store: OrgStore): Promise<void> {
  for (let index = 0; index < 120; index += 1) {
    const input: Json = { name: "Ada Lovelace", age: index % 40 };
    const slug = ["score", "score", "other"][index % 3] ?? "";
    const actor = { kind: "token", id: index % 2 === 0 ? "token:ci" : "token:ada" } as const;
    const version = index % 5 === 0 ? "0.9.0" : "1.0.0";
    const { run } = await store.runs.create(runOf({ slug, actor, version, input }));
    if (index % 4 !== 0) await store.runs.requestCancel(run.id);
  }
  await store.runs.create(runOf({ environment: "production" }));
}

describe.each(["SQLite", "PostgreSQL"])("the impact of a plan on %s", (name) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await (name === "SQLite" ? openSqlite() : openPostgres());
    await seed(opened.store);
  });
  afterAll(() => opened.close());

  const assess = async (policy: Environment | null = environment) =>
    assessImpact(
      { impact: opened.store.impact, now: await opened.store.now(), policy },
      {
        plan,
        desired: {
          snapshot: { revision: "b".repeat(40), pipelines: [intake, other, after], problems: [] },
          controlRevision: "b".repeat(40),
          configuration: { slug: "staging", path: "", digest: before.content, environment },
        },
      },
      [one],
    );

  test("counts what SQL counts", async () => {
    const impact = await assess();
    const running = await opened.select(
      `SELECT version, count(*) AS count FROM runs WHERE slug = 'score' AND environment = 'staging'
         AND state NOT IN ('completed', 'failed', 'cancelled') GROUP BY version ORDER BY version`,
    );
    expect(running.length).toBe(2);
    expect(impact.running).toEqual(
      running.map((row) => ({ slug: "score", version: row["version"], count: Number(row["count"]) })),
    );
    expect(impact.totals.running).toBe(running.reduce((sum, row) => sum + Number(row["count"]), 0));
    const runs = await opened.select(
      "SELECT actor, input, created_at FROM runs WHERE slug = 'score' AND environment = 'staging'",
    );
    const started = (actor: string) => runs.filter((row) => String(row["actor"]).includes(actor));
    expect(impact.tokens.map(({ actor, runs: count }) => [actor, count])).toEqual([
      ["token:ada", started("token:ada").length],
      ["token:ci", started("token:ci").length],
    ]);
    const latest = started("token:ci").map((row) => String(row["created_at"]));
    expect(impact.tokens[1]?.lastAt).toBe(latest.toSorted().at(-1));
    const age = (row: Record<string, unknown>) => (JSON.parse(String(row["input"])) as { age: number }).age;
    const minors = runs.filter((row) => age(row) < 18).length;
    expect(minors).toBeGreaterThan(0);
    expect(impact.inputs).toMatchObject([{ slug: "score", tried: runs.length, rejected: minors }]);
  });

  test("shows a rejected input without what is in it", async () => {
    const { inputs } = await assess();
    expect(inputs[0]?.example).toEqual({
      input: { age: "number", name: "string" },
      errors: [{ path: "/age", message: "must be >= 18" }],
    });
  });

  test("looks at no inputs where the policy in force does not keep them", async () => {
    const { inputs } = await assess({ ...environment, runs: { ...environment.runs, record: "redacted" } });
    expect(inputs).toEqual([{ slug: "score", tried: 0, rejected: 0, example: null }]);
  });

  test("names callers and what will start", async () => {
    const impact = await assess();
    expect(impact.callers).toEqual([{ caller: "intake", callee: "score", range: "^1.0.0" }]);
    expect(impact.totals).toMatchObject({ callers: 1, callees: 0 });
    expect(impact.firings).toMatchObject([{ slug: "score", trigger: "nightly", count: 1 }]);
  });
});

test("10 000 changed pipelines are counted whole and listed in part", async () => {
  const opened = await openSqlite();
  try {
    const slugs = Array.from({ length: 10_000 }, (_, index) => `p${String(index).padStart(5, "0")}`);
    for (const slug of ["p00000", "p09999"]) await opened.store.runs.create(runOf({ slug }));
    const changes = slugs.map((slug): Change => ({ ...one.change, slug }));
    const pipelines = slugs.map((slug) => ({ ...intake, slug }));
    const impact = await assessImpact(
      { impact: opened.store.impact, now: await opened.store.now(), policy: environment },
      {
        plan: { ...plan, changes },
        desired: {
          snapshot: { revision: "b".repeat(40), pipelines, problems: [] },
          controlRevision: "b".repeat(40),
          configuration: { slug: "staging", path: "", digest: before.content, environment },
        },
      },
      changes.slice(0, 300).map((change) => ({ ...one, change })),
    );
    expect(impact.pipelines).toEqual({ changed: 10_000, shown: 100 });
    expect(impact.totals).toEqual({ running: 2, callers: 0, callees: 10_000 });
    expect(impact.running).toEqual([{ slug: "p00000", version: "1.0.0", count: 1 }]);
    expect(impact.callees).toHaveLength(100);
    expect(impact.firings).toHaveLength(100);
  } finally {
    await opened.close();
  }
});
