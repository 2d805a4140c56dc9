import { parseArgs } from "node:util";

import { startGitServer } from "@lockstep/testkit";

import { generateRepository } from "./generate-repository.ts";
import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureDecide } from "./parts/decide.ts";
import { measureDrift } from "./parts/drift.ts";
import { measurePast } from "./parts/past.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";
import { threeSteps } from "./product/three-steps.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "decide,drift,past" },
    manifests: { type: "string", default: "10000" },
    records: { type: "string", default: "100000" },
    runs: { type: "string", default: "4000" },
    "in-flight": { type: "string", default: "10" },
    database: { type: "string", default: "sqlite,postgres" },
  },
});

/** Pipelines of the environment whose past is asked for: each has been deployed a hundred times. */
const pipelinesOfPast = 1_000;

const manifests = Number(flags.manifests);
const git = await startGitServer();
const sources: DatabaseSource[] = [];
const figures: Figure[] = [];
try {
  if (flags.database.includes("sqlite")) sources.push(sqliteSource());
  if (flags.database.includes("postgres")) sources.push(await postgresSource());
  if (flags.only.includes("decide")) {
    say(`decide, ${manifests} pipelines`);
    figures.push(...(await measureDecide(manifests)));
  }
  if (flags.only.includes("drift")) await measureDrifts();
  if (flags.only.includes("past")) await measurePasts();
  printTable("bench/gate: judging, scanning and looking back", figures);
} finally {
  for (const source of sources) await source.stop();
  await git.stop();
}

async function measureDrifts(): Promise<void> {
  const repository = await git.createRepository("drift");
  await generateRepository(repository, { manifests, others: 0, commits: 1 });
  const { "pipelines/three-steps.pipeline.json": threeStepsText = "" } = threeSteps;
  await repository.commit({
    branch: "main",
    files: { "pipelines/three-steps.pipeline.json": threeStepsText },
  });
  const load = { runs: Number(flags.runs), inFlight: Number(flags["in-flight"]) };
  for (const source of sources)
    figures.push(...(await measureDrift(source, repository, { manifests, load })));
}

async function measurePasts(): Promise<void> {
  const repository = await git.createRepository("past");
  await generateRepository(repository, { manifests: pipelinesOfPast, others: 0, commits: 1 });
  const size = { records: Number(flags.records), pipelines: pipelinesOfPast };
  for (const source of sources) figures.push(...(await measurePast(source, repository, size)));
}
