import { parseArgs } from "node:util";

import { type Figure, printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureChecks, measureIdle } from "./parts/checks.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "many,one,idle" },
    pushes: { type: "string", default: "20" },
  },
});

const loads = {
  many: { pipelines: 300, changed: 200, aim: 10_000 },
  one: { pipelines: 10_000, changed: 1, aim: 1_000 },
} as const;

const figures: Figure[] = [];
for (const [name, load] of Object.entries(loads)) {
  if (!flags.only.split(",").includes(name)) continue;
  say(`checks, ${load.changed} of ${load.pipelines} pipelines`);
  figures.push(...(await measureChecks({ ...load, pushes: Number(flags.pushes) })));
}
if (flags.only.split(",").includes("idle")) {
  say("idle");
  figures.push(...(await measureIdle()));
}
printTable("bench/checks: from the webhook until the last check is completed (SQLite)", figures);
