import type { TestRepository } from "@lockstep/testkit";

import { createRawRuns } from "../baselines/raw-runs.ts";
import type { Figure } from "../measuring/print-table.ts";
import { percentile } from "../measuring/stopwatch.ts";
import { callApi } from "../product/call-api.ts";
import type { DatabaseSource } from "../product/databases.ts";
import { startLockstep } from "../product/lockstep-process.ts";
import { startOrg } from "../product/running-org.ts";
import { untilApplied } from "../product/until-applied.ts";

/** How many runs, and how many of them are under way at any time. */
export interface Load {
  readonly runs: number;
  readonly inFlight: number;
}

/** Runs per second and start latency through the engine, beside claim-and-complete by hand. */
export async function measureEmbedded(
  source: DatabaseSource,
  repository: TestRepository,
  loads: readonly Load[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of loads) {
    const raw = await measureRaw(source, load);
    const { perSecond, latencies } = await driveEngine(source, repository, load);
    const what = (metric: string) => `${metric}, ${load.inFlight} in flight (${source.name})`;
    const aim = source.name === "SQLite" ? 5_000 : null;
    const isCalm = load.inFlight <= 10;
    const p50 = percentile(latencies, 0.5);
    const p99 = percentile(latencies, 0.99);
    figures.push(
      {
        what: what("three-step runs"),
        value: perSecond,
        unit: "/s",
        aim: isCalm ? null : aim,
        baseline: raw,
      },
      {
        what: what("asked → first step, p50"),
        value: p50,
        unit: "ms",
        aim: isCalm ? 10 : null,
        baseline: null,
      },
      {
        what: what("asked → first step, p99"),
        value: p99,
        unit: "ms",
        aim: isCalm ? 50 : null,
        baseline: null,
      },
    );
  }
  return figures;
}

async function driveEngine(source: DatabaseSource, repository: TestRepository, load: Load) {
  const database = await source.create();
  const asked = new Map<string, number>();
  const started = new Map<string, number>();
  const ends = new Map<string, () => void>();
  const ended = new Set<string>();
  const org = await startOrg(database, repository, {
    onStart: (run) => void started.set(run, performance.now()),
    onEnd: (run) => {
      ended.add(run);
      ends.get(run)?.();
    },
  });
  const runOne = async () => {
    const at = performance.now();
    const run = await org.start();
    asked.set(run, at);
    if (!ended.has(run)) await new Promise<void>((resolve) => ends.set(run, resolve));
  };
  await keepInFlight({ ...load, runs: load.inFlight * 4 }, runOne);
  asked.clear();
  const milliseconds = await keepInFlight(load, runOne);
  await org.stop();
  await database.remove();
  // From before it was durable: a run may be claimed before its caller hears that it was accepted.
  const latencies = [...asked].map(([run, at]) => (started.get(run) ?? Number.NaN) - at);
  return { perSecond: (load.runs * 1_000) / milliseconds, latencies };
}

async function measureRaw(source: DatabaseSource, { runs, inFlight }: Load): Promise<number | null> {
  if (source.name !== "SQLite") return null;
  const database = await source.createMigrated();
  const raw = createRawRuns(database.dataDirectory);
  const started = performance.now();
  for (let done = 0; done < runs; done += inFlight) raw.runBatch(Math.min(inFlight, runs - done));
  const milliseconds = performance.now() - started;
  raw.close();
  await database.remove();
  return (runs * 1_000) / milliseconds;
}

/** Runs per second that `POST …/run?wait` answers, with client and server on the same machine. */
export async function measureHttp(
  source: DatabaseSource,
  repository: TestRepository,
  load: Load,
): Promise<Figure> {
  const database = await source.create();
  const { dataDirectory, url: databaseUrl } = database;
  const product = await startLockstep({
    repository: repository.url,
    dataDirectory,
    databaseUrl,
    hasNativeGit: true,
  });
  const path = "/environments/staging/pipelines/three-steps/run?wait=30s";
  try {
    const observer = await database.openRaw();
    await untilApplied(observer, await repository.revisionOf("main"));
    await observer.close();
    const runOne = () => callApi(product, "POST", path);
    await keepInFlight({ ...load, runs: load.inFlight * 4 }, runOne);
    const value = (load.runs * 1_000) / (await keepInFlight(load, runOne));
    const what = `three-step runs over HTTP with ?wait, ${load.inFlight} in flight (${source.name})`;
    return { what, value, unit: "/s", aim: null, baseline: null };
  } finally {
    await product.stop();
    await database.remove();
  }
}

/** Milliseconds until all are done, starting one whenever one ends. */
export async function keepInFlight(
  { runs, inFlight }: Load,
  runOne: () => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  let left = runs;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await runOne();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - began;
}
