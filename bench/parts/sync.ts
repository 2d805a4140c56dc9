import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestRepository } from "@lockstep/testkit";

import { createGitBaseline, type GitBaseline } from "../baselines/git-baseline.ts";
import { manifestRows } from "../baselines/manifest-row.ts";
import { environment, type RawDatabase } from "../baselines/raw-database.ts";
import {
  changeAllManifests,
  manifestPath,
  manifestText,
  type RepositorySize,
} from "../generate-repository.ts";
import type { Figure } from "../measuring/print-table.ts";
import { median, percentile, timed, timedEach } from "../measuring/stopwatch.ts";
import { callApi } from "../product/call-api.ts";
import type { DatabaseSource } from "../product/databases.ts";
import { type LockstepProcess, startLockstep } from "../product/lockstep-process.ts";
import { untilApplied } from "../product/until-applied.ts";

export const syncParts = ["first", "one", "all", "page"] as const;

/** What one run of the product is measured with. */
export interface SyncSetting {
  readonly repository: TestRepository;
  readonly size: RepositorySize;
  readonly source: DatabaseSource;
  readonly hasNativeGit: boolean;
  /** The first sync always happens; it is printed when it is among these. */
  readonly parts: ReadonlySet<string>;
  /** Gives numbers that no commit of this repository has used as a patch version. */
  nextPatch(): number;
}

interface Subject extends SyncSetting {
  readonly product: LockstepProcess;
  /** Looks at the product's database. */
  readonly observer: RawDatabase;
  /** The same schema in another database, which the baseline writes to. */
  readonly scratch: RawDatabase;
  readonly git: GitBaseline;
}

const aims = {
  first: { native: 5_000, "in-process": 20_000 },
  all: { native: 3_000, "in-process": 8_000 },
  one: { SQLite: 150, PostgreSQL: 250 },
} as const;

const changes = 25;

/** Starts the product on an empty database and takes it through its first sync and through changes. */
export async function measureSync(setting: SyncSetting): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-bench-"));
  const database = await setting.source.create();
  const scratchDatabase = await setting.source.createMigrated();
  const head = await setting.repository.revisionOf("main");
  const started = performance.now();
  const product = await startLockstep({
    repository: setting.repository.url,
    dataDirectory: database.dataDirectory,
    databaseUrl: database.url,
    hasNativeGit: setting.hasNativeGit,
  });
  const [observer, scratch] = [await database.openRaw(), await scratchDatabase.openRaw()];
  const git = createGitBaseline(setting.repository.url, directory);
  try {
    const subject: Subject = { ...setting, product, observer, scratch, git };
    await untilApplied(subject.observer, head);
    return await measureParts(subject, performance.now() - started);
  } finally {
    await product.stop();
    for (const raw of [observer, scratch]) await raw.close();
    for (const made of [database, scratchDatabase]) await made.remove();
    await rm(directory, { recursive: true });
  }
}

async function measureParts(subject: Subject, firstSync: number): Promise<Figure[]> {
  const { parts } = subject;
  const figures = [await compareFirst(subject, firstSync), await memory(subject, "after the first sync")];
  if (!parts.has("first")) figures.length = 0;
  if (parts.has("page")) figures.push(...(await measurePage(subject)));
  if (parts.has("one")) figures.push(...(await measureOne(subject)));
  if (parts.has("all")) figures.push(await measureAll(subject), await memory(subject, "after all changed"));
  return figures;
}

async function compareFirst(subject: Subject, value: number): Promise<Figure> {
  const rows = manifestRows([...Array(subject.size.manifests).keys()], subject.nextPatch());
  const baseline = await timed(async () => {
    await subject.git.cloneAndRead();
    await subject.scratch.apply(rows, 1);
  });
  return {
    what: label(subject, "first sync, from process start"),
    value,
    unit: "ms",
    aim: aims.first[road(subject)],
    baseline,
  };
}

async function measureOne(subject: Subject): Promise<Figure[]> {
  const times: number[] = [];
  const baselines: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const index = (change * 613) % subject.size.manifests;
    const patch = subject.nextPatch();
    times.push(await timeChange(subject, { [manifestPath(index)]: manifestText(index, patch) }));
    baselines.push(await timeBaseline(subject, [index], patch));
  }
  const what = (share: string) => label(subject, `one changed manifest, ${share}`);
  return [
    { what: what("p50"), value: median(times), unit: "ms", aim: null, baseline: median(baselines) },
    {
      what: what("p95"),
      value: percentile(times, 0.95),
      unit: "ms",
      aim: aims.one[subject.source.name],
      baseline: percentile(baselines, 0.95),
    },
  ];
}

async function measureAll(subject: Subject): Promise<Figure> {
  const patch = subject.nextPatch();
  const value = await timeChange(subject, changeAllManifests(subject.size, patch));
  const baseline = await timeBaseline(subject, [...Array(subject.size.manifests).keys()], patch);
  return {
    what: label(subject, "all manifests changed"),
    value,
    unit: "ms",
    aim: aims.all[road(subject)],
    baseline,
  };
}

/** Milliseconds from the hint until the product's database says that the commit is applied. */
async function timeChange(subject: Subject, files: Readonly<Record<string, string>>): Promise<number> {
  const revision = await subject.repository.commit({ branch: "main", files });
  return timed(async () => {
    await callApi(subject.product, "POST", `/environments/${environment}/reconcile`);
    await untilApplied(subject.observer, revision);
  });
}

async function timeBaseline(
  { git, scratch }: Subject,
  indexes: readonly number[],
  patch: number,
): Promise<number> {
  const rows = manifestRows(indexes, patch);
  return timed(async () => {
    await git.fetchAndRead();
    await scratch.apply(rows, patch);
  });
}

async function measurePage({ product, observer }: Subject): Promise<Figure[]> {
  const path = `/environments/${environment}/pipelines?limit=100`;
  const bytes = Buffer.byteLength(await callApi(product, "GET", path));
  const times = await timedEach(50, () => callApi(product, "GET", path));
  const baseline = median(await timedEach(50, () => observer.readPage()));
  return [
    { what: "page of 100 pipelines, p50", value: median(times), unit: "ms", aim: 20, baseline },
    { what: "page of 100 pipelines, p95", value: percentile(times, 0.95), unit: "ms", aim: 20, baseline },
    { what: "page of 100 pipelines, size", value: bytes / 1_024, unit: "KB", aim: 100, baseline: null },
  ];
}

async function memory(subject: Subject, when: string): Promise<Figure> {
  const value = (await subject.product.readPeakMemory()) ?? Number.NaN;
  return {
    what: label(subject, `peak resident memory ${when}`),
    value,
    unit: "MiB",
    aim: 600,
    baseline: null,
  };
}

function road({ hasNativeGit }: SyncSetting): "native" | "in-process" {
  return hasNativeGit ? "native" : "in-process";
}

function label(subject: SyncSetting, what: string): string {
  const git = subject.hasNativeGit ? "git installed" : "no git";
  return `${what} (${subject.source.name}, ${git})`;
}
