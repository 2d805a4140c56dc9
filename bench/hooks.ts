import { parseArgs } from "node:util";

import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureDeliveries } from "./parts/deliveries.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";

const { values: flags } = parseArgs({
  options: {
    deliveries: { type: "string", default: "10000" },
    database: { type: "string", default: "sqlite,postgres" },
    "in-flight": { type: "string", default: "8,32,128" },
  },
});

const figures: Figure[] = [];
if (flags.database.includes("sqlite")) await measure(sqliteSource());
if (flags.database.includes("postgres")) await measure(await postgresSource());
printTable("bench/hooks: webhook deliveries of 8 KB until 202", figures);

async function measure(source: DatabaseSource): Promise<void> {
  try {
    for (const inFlight of flags["in-flight"].split(",").map(Number)) {
      say(`deliveries, ${source.name}, ${inFlight} in flight`);
      figures.push(...(await measureDeliveries(source, { runs: Number(flags.deliveries), inFlight })));
    }
  } finally {
    await source.stop();
  }
}
