import { parseArgs } from "node:util";

import { startGitServer, type TestRepository } from "@lockstep/testkit";

import { generateRepository, measuredSize, type RepositorySize } from "./generate-repository.ts";
import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measurePoll } from "./parts/poll.ts";
import { measureSync, syncParts } from "./parts/sync.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: ["poll", ...syncParts].join(",") },
    manifests: { type: "string", default: String(measuredSize.manifests) },
    database: { type: "string", default: "sqlite,postgres" },
    git: { type: "string", default: "native,in-process" },
  },
});

const tinySize: RepositorySize = { manifests: 10, others: 10, commits: 5 };
const parts = new Set(flags.only.split(","));
const roads = flags.git.split(",");
const git = await startGitServer();
const sources: DatabaseSource[] = [];
if (flags.database.includes("sqlite")) sources.push(sqliteSource());
if (flags.database.includes("postgres")) sources.push(await postgresSource());

try {
  const figures = await measureAll(await makeRepositories());
  printTable(`bench/reconcile: ${flags.manifests} manifests`, figures);
} finally {
  for (const source of sources) await source.stop();
  await git.stop();
}

async function makeRepositories(): Promise<{
  tiny: TestRepository;
  large: TestRepository;
  size: RepositorySize;
}> {
  const scale = Number(flags.manifests) / measuredSize.manifests;
  const size = {
    manifests: Number(flags.manifests),
    others: Math.round(measuredSize.others * scale),
    commits: Math.max(2, Math.round(measuredSize.commits * scale)),
  };
  say(`generating ${size.manifests} manifests beside ${size.others} other files in ${size.commits} commits`);
  const [tiny, large] = [await git.createRepository("tiny"), await git.createRepository("large")];
  await generateRepository(tiny, tinySize);
  await generateRepository(large, size);
  return { tiny, large, size };
}

async function measureAll(made: Awaited<ReturnType<typeof makeRepositories>>): Promise<Figure[]> {
  const { tiny, large, size } = made;
  const figures: Figure[] = [];
  let patch = size.commits;
  for (const source of sources) {
    if (parts.has("poll")) {
      say(`poll, ${source.name}`);
      const sizes = { [`${tinySize.manifests} manifests`]: tiny, [`${size.manifests} manifests`]: large };
      figures.push(...(await measurePoll(sizes, source)));
    }
    if (!syncParts.some((part) => parts.has(part))) continue;
    for (const road of roads) {
      say(`sync, ${source.name}, ${road}`);
      const hasNativeGit = road === "native";
      const nextPatch = () => (patch += 1);
      figures.push(
        ...(await measureSync({ repository: large, size, source, hasNativeGit, parts, nextPatch })),
      );
    }
  }
  return figures;
}
