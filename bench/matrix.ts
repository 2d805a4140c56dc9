import { parseArgs } from "node:util";

import { type Figure, printTable } from "./measuring/print-table.ts";
import { measureMatrix } from "./parts/matrix.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";

const { values: flags } = parseArgs({
  options: {
    pipelines: { type: "string", default: "2000" },
    runs: { type: "string", default: "100000" },
    database: { type: "string", default: "sqlite,postgres" },
  },
});

const sources: DatabaseSource[] = [];
const figures: Figure[] = [];
try {
  if (flags.database.includes("sqlite")) sources.push(sqliteSource());
  if (flags.database.includes("postgres")) sources.push(await postgresSource());
  const size = { pipelines: Number(flags.pipelines), runs: Number(flags.runs) };
  for (const source of sources) figures.push(...(await measureMatrix(source, size)));
  printTable(`bench/matrix: the dashboard's home, ${size.pipelines} pipelines × 4 environments`, figures);
} finally {
  for (const source of sources) await source.stop();
}
