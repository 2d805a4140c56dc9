import { createHash } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";

import { drift as compareSides } from "@lockstep/diff";
import type { OrgStore } from "@lockstep/model";
import type { TestRepository } from "@lockstep/testkit";

import type { RawDatabase } from "../baselines/raw-database.ts";
import type { Figure } from "../measuring/print-table.ts";
import { say } from "../measuring/say.ts";
import { median, percentile, timed, timedEach } from "../measuring/stopwatch.ts";
import type { BenchDatabase, DatabaseSource } from "../product/databases.ts";
import { startDistributedOrg } from "../product/distributed-org.ts";
import { startOrg } from "../product/running-org.ts";
import { keepInFlight, type Load } from "./runs.ts";

const scans = 10;

/** An org in which runs go on, and how long each of them took from asking to its first step or claim. */
interface BusyOrg {
  readonly store: OrgStore;
  /** Milliseconds of each run. */
  run(load: Load): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Scans of everything that is applied: alone, and what they do to runs. */
export async function measureDrift(
  source: DatabaseSource,
  repository: TestRepository,
  { manifests, load }: { readonly manifests: number; readonly load: Load },
): Promise<Figure[]> {
  const database = await source.create();
  const org = await startBusyOrg(source, database, repository);
  const raw = await database.openRaw();
  try {
    say(`drift, ${source.name}: scans alone`);
    const expected = await rehash(raw);
    if (expected !== 0) throw new Error(`${expected} manifests are not what their checksums say`);
    const baseline = median(await timedEach(scans, () => rehash(raw)));
    const turns = monitorEventLoopDelay({ resolution: 1 });
    turns.enable();
    const alone = await timedEach(scans, () => scan(org.store));
    turns.disable();
    say(`drift, ${source.name}: runs without and with scans`);
    await org.run({ ...load, runs: load.inFlight * 4 });
    const calm = await org.run(load);
    const beside = await scanUntil(org.store, org.run(load));
    const again = await org.run(load);
    const figure = (name: string, value: number, more: Partial<Figure> = {}): Figure => ({
      what: `${name} (${source.name})`,
      value,
      unit: "ms",
      aim: null,
      baseline: null,
      ...more,
    });
    const calmP99 = Math.min(percentile(calm, 0.99), percentile(again, 0.99));
    const calmP50 = Math.min(median(calm), median(again));
    return [
      figure(`drift scan of ${manifests} rows, p50`, median(alone), { aim: 500, baseline }),
      figure("longest that a scan gives nobody else a turn, p99.9", turns.percentile(99.9) / 1e6),
      figure(`the same while ${load.inFlight} runs are in flight, p50`, median(beside.scans), { baseline }),
      figure("run starts without scans, p50", calmP50),
      figure("run starts without scans, p99", calmP99),
      figure("run starts beside scans without pause, p50", median(beside.runs), { baseline: calmP50 }),
      figure("run starts beside scans without pause, p99", percentile(beside.runs, 0.99), {
        baseline: calmP99,
      }),
    ];
  } finally {
    await raw.close();
    await org.stop();
    await database.remove();
  }
}

/** What the controller does once a minute, for one environment without differences. */
async function scan({ drift }: OrgStore): Promise<void> {
  const findings = compareSides("staging", await drift.readSides("staging"));
  if (findings.length > 0) throw new Error(`there is drift: ${findings[0]?.sentence}`);
  await drift.saveFindings("staging", findings, { detectedBy: "scan", isReported: true });
}

async function scanUntil(store: OrgStore, running: Promise<readonly number[]>) {
  const ended = new AbortController();
  const end = running.finally(() => ended.abort());
  const times: number[] = [];
  while (!ended.signal.aborted) times.push(await timed(() => scan(store)));
  return { scans: times, runs: await end };
}

/** Reads every applied manifest by one statement and hashes it; how many are not what they should be. */
async function rehash(raw: RawDatabase): Promise<number> {
  const rows = await raw.readManifests();
  return rows.filter(({ manifest, canonical }) => {
    const text = `lockstep-manifest/v1\n${canonical}`;
    return `sha256:${createHash("sha256").update(text).digest("hex")}` !== manifest;
  }).length;
}

function startBusyOrg(
  source: DatabaseSource,
  database: BenchDatabase,
  repository: TestRepository,
): Promise<BusyOrg> {
  return source.name === "SQLite" ? startEmbedded(database, repository) : startWorker(database, repository);
}

/** All in this process, as in `lockstep up`. */
async function startEmbedded(database: BenchDatabase, repository: TestRepository): Promise<BusyOrg> {
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
  return {
    store: org.store,
    async run(load) {
      const latencies: number[] = [];
      await keepInFlight(load, async () => {
        const at = performance.now();
        const run = await org.start();
        if (!ended.has(run)) await new Promise<void>((resolve) => ends.set(run, resolve));
        latencies.push((started.get(run) ?? Number.NaN) - at);
      });
      return latencies;
    },
    stop: () => org.stop(),
  };
}

/** Accepted and scanned here, executed by a worker, as in a larger installation. */
async function startWorker(database: BenchDatabase, repository: TestRepository): Promise<BusyOrg> {
  const org = await startDistributedOrg(database, repository);
  await org.addWorker();
  return {
    store: org.store,
    async run(load) {
      await org.forgetRuns();
      await keepInFlight(load, () => org.runOne());
      return org.readStartLatencies();
    },
    stop: () => org.stop(),
  };
}
