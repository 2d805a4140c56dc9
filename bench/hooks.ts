import { parseArgs } from "node:util";

import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureDeliveries } from "./parts/deliveries.ts";
import { type DatabaseSource, postgresSource, sqliteSource } from "./product/databases.ts";

const { values: flags } = parseArgs({
  options: {
    deliveries: { type: "string", default: "10000" },
    database: { type: "string", default: "sqlite,postgres" },
    rate: { type: "string", default: "1000" },
    "in-flight": { type: "string", default: "8,32,128" },
  },
});

const numbersOf = (list: string) => list.split(",").filter(Boolean).map(Number);
const paces = [
  ...numbersOf(flags.rate).map((perSecond) => ({ perSecond })),
  ...numbersOf(flags["in-flight"]).map((inFlight) => ({ inFlight })),
];
const figures: Figure[] = [];
if (flags.database.includes("sqlite")) await measure(sqliteSource());
if (flags.database.includes("postgres")) await measure(await postgresSource());
printTable("bench/hooks: webhook deliveries of 8 KB until 202", figures);

async function measure(source: DatabaseSource): Promise<void> {
  try {
    for (const pace of paces) {
      say(`deliveries, ${source.name}, ${JSON.stringify(pace)}`);
      figures.push(...(await measureDeliveries(source, { deliveries: Number(flags.deliveries), pace })));
    }
  } finally {
    await source.stop();
  }
}
