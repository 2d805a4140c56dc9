import type { TestRepository } from "@lockstep/testkit";

import { openRawQueue } from "../baselines/raw-queue.ts";
import type { Figure } from "../measuring/print-table.ts";
import { say } from "../measuring/say.ts";
import { percentile, timed } from "../measuring/stopwatch.ts";
import type { DatabaseSource } from "../product/databases.ts";
import { startDistributedOrg } from "../product/distributed-org.ts";
import { measurePeer, peers } from "./peers.ts";
import { keepInFlight, type Load } from "./runs.ts";

/** Lockstep's workers beside what others make of the same PostgreSQL in the same minutes. */
export async function measureDistributed(
  source: DatabaseSource,
  repository: TestRepository,
  loads: readonly Load[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of loads) figures.push(...(await measureLoad(source, repository, load)));
  figures.push(...(await measureSecondWorker(source, repository, loads.at(-1)?.runs ?? 0)));
  return figures;
}

async function measureLoad(
  source: DatabaseSource,
  repository: TestRepository,
  load: Load,
): Promise<Figure[]> {
  say(`distributed, ${load.inFlight} in flight`);
  const raw = await measureRawQueue(source, load);
  const dbos = await measurePeer("dbos", source, { ...load, runs: Math.ceil(load.runs / 4) });
  const pgflow = await measurePeer("pgflow", source, { ...load, runs: Math.ceil(load.runs / 10) });
  const pgBoss = await measurePeer("pg-boss", source, load);
  const { perSecond, latencies } = await driveWorkers(source, repository, load);
  const what = (name: string) => `${name}, ${load.inFlight} in flight`;
  const figure = (name: string, value: number, more: Partial<Figure> = {}): Figure => ({
    what: what(name),
    value,
    unit: "/s",
    aim: null,
    baseline: null,
    ...more,
  });
  const isCalm = load.inFlight <= 10;
  return [
    figure("one worker, beside raw SKIP LOCKED", perSecond, { baseline: raw }),
    figure(`one worker, beside DBOS (${peers.dbos.what})`, perSecond, {
      aim: Math.round(3 * dbos),
      baseline: dbos,
    }),
    figure(`one worker, beside pgflow (${peers.pgflow.what})`, perSecond, {
      aim: Math.round(6 * pgflow),
      baseline: pgflow,
    }),
    figure(`one worker, beside pg-boss (${peers["pg-boss"].what})`, perSecond, { baseline: pgBoss }),
    figure("accepted → claimed, p50", percentile(latencies, 0.5), { unit: "ms", aim: isCalm ? 10 : null }),
    figure("accepted → claimed, p99", percentile(latencies, 0.99), { unit: "ms", aim: isCalm ? 50 : null }),
  ];
}

async function driveWorkers(source: DatabaseSource, repository: TestRepository, load: Load) {
  const database = await source.create();
  const org = await startDistributedOrg(database, repository);
  await org.addWorker();
  await keepInFlight({ ...load, runs: load.inFlight * 8 }, org.runOne);
  await org.forgetRuns();
  const milliseconds = await keepInFlight(load, org.runOne);
  const latencies = await org.readStartLatencies();
  await org.stop();
  await database.remove();
  return { perSecond: (load.runs * 1_000) / milliseconds, latencies };
}

/** How fast a backlog is worked off by one worker process and by two: whoever accepts runs is out of the way. */
async function measureSecondWorker(
  source: DatabaseSource,
  repository: TestRepository,
  runs: number,
): Promise<Figure[]> {
  say("distributed, a backlog");
  const rates = [];
  for (const workers of [1, 2]) {
    const database = await source.create();
    const org = await startDistributedOrg(database, repository);
    await keepInFlight({ runs, inFlight: 32 }, org.accept);
    await org.holdBacklog();
    await Promise.all(Array.from({ length: workers }, () => org.addWorker()));
    await org.releaseBacklog();
    await org.untilDrained();
    rates.push((runs * 1_000) / (await org.readDrainTime()));
    await org.stop();
    await database.remove();
  }
  const [one = Number.NaN, two = Number.NaN] = rates;
  const figure = { unit: "/s", aim: null, baseline: null };
  return [
    { ...figure, what: "a backlog, one worker process", value: one },
    {
      ...figure,
      what: "a backlog, two worker processes, beside one",
      value: two,
      aim: Math.round(1.6 * one),
      baseline: one,
    },
  ];
}

async function measureRawQueue(source: DatabaseSource, { runs, inFlight }: Load): Promise<number> {
  const database = await source.create();
  const raw = await openRawQueue(database.url ?? "", Math.min(inFlight, 20));
  await keepInFlight({ runs: inFlight * 4, inFlight }, raw.runOne);
  const milliseconds = await timed(() => keepInFlight({ runs, inFlight }, raw.runOne));
  await raw.close();
  await database.remove();
  return (runs * 1_000) / milliseconds;
}
