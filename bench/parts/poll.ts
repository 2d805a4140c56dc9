import { createController, createWorkerSource } from "@lockstep/controller";
import { createNoForge } from "@lockstep/forge";
import { systemClock, systemTimer } from "@lockstep/model";
import type { TestRepository } from "@lockstep/testkit";
import { v7 as uuidv7 } from "uuid";

import { createGitBaseline } from "../baselines/git-baseline.ts";
import type { Figure } from "../measuring/print-table.ts";
import { median, percentile, timedEach } from "../measuring/stopwatch.ts";
import { type DatabaseSource, openBenchStore } from "../product/databases.ts";

const polls = 40;

/** A look at git that finds nothing new, on repositories of different sizes. */
export async function measurePoll(
  repositories: Readonly<Record<string, TestRepository>>,
  source: DatabaseSource,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [size, repository] of Object.entries(repositories))
    figures.push(...(await measureOne(size, repository, source)));
  return figures;
}

async function measureOne(
  size: string,
  repository: TestRepository,
  source: DatabaseSource,
): Promise<Figure[]> {
  const database = await source.create();
  const store = await openBenchStore(database);
  const revisions = createWorkerSource(repository.url, {
    location: repository.url,
    directory: database.dataDirectory,
    token: null,
  });
  const controller = createController({
    store,
    source: revisions,
    forge: createNoForge(),
    secrets: { resolve: async () => "" },
    clock: systemClock,
    timer: systemTimer,
    ids: { next: () => uuidv7() },
    random: Math.random,
    holder: "bench",
    controlBranch: "main",
    pollMs: 3_600_000,
    runTests: async () => [],
    startRun: () => Promise.reject(new Error("nothing is started here")),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onReconciled: () => {},
  });
  // The first look applies, the second scans for drift; from then on there is no news.
  for (let look = 0; look < 3; look += 1) await controller.reconcile();
  const times = await timedEach(polls, () => controller.reconcile());
  const git = createGitBaseline(repository.url, database.dataDirectory);
  const baseline = median(await timedEach(10, () => git.listBranches()));
  const bare = median(await timedEach(polls, () => git.requestListing()));
  await controller.stop();
  await revisions.close();
  await store.close();
  await database.remove();
  const what = `poll without news, ${size}, ${source.name}`;
  return [
    { what: `${what}, p50`, value: median(times), unit: "ms", aim: 15, baseline },
    { what: `${what}, p95`, value: percentile(times, 0.95), unit: "ms", aim: null, baseline },
    {
      what: `${what}, p50, over a bare request`,
      value: median(times),
      unit: "ms",
      aim: null,
      baseline: bare,
    },
  ];
}
