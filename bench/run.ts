import { parseArgs } from "node:util";

import { startGitServer } from "@lockstep/testkit";

import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureDistributed } from "./parts/distributed.ts";
import { measureEmbedded, measureHttp } from "./parts/runs.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";
import { threeSteps } from "./product/three-steps.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "embedded,http,distributed" },
    runs: { type: "string", default: "20000" },
    database: { type: "string", default: "sqlite" },
  },
});

const runs = Number(flags.runs);
const git = await startGitServer();
const repository = await git.createRepository("runs");
await repository.commit({ branch: "main", files: threeSteps });
const figures: Figure[] = [];
try {
  if (flags.database.includes("sqlite")) await measure(sqliteSource());
  if (flags.database.includes("postgres")) await measure(await postgresSource());
  printTable("bench/run: runs of three no-op steps", figures);
} finally {
  await git.stop();
}

async function measure(source: DatabaseSource): Promise<void> {
  say(`runs, ${source.name}`);
  const loads = [
    { runs: Math.ceil(runs / 4), inFlight: 10 },
    { runs, inFlight: 256 },
  ];
  const isSqlite = source.name === "SQLite";
  if (flags.only.includes("embedded") && isSqlite)
    figures.push(...(await measureEmbedded(source, repository, loads)));
  if (flags.only.includes("http"))
    figures.push(await measureHttp(source, repository, { runs: Math.ceil(runs / 10), inFlight: 32 }));
  if (flags.only.includes("distributed") && !isSqlite)
    figures.push(...(await measureDistributed(source, repository, loads)));
  await source.stop();
}
