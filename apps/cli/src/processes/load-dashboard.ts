import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { type Dashboard, readDashboard } from "@lockstep/api";
import type { Logger } from "pino";

const require = createRequire(import.meta.url);

/** Reads what `@lockstep/ui` was built to, wherever npm put it. */
export async function loadDashboard(log: Pick<Logger, "warn">): Promise<Dashboard | "not-built"> {
  const directory = join(dirname(require.resolve("@lockstep/ui/package.json")), "dist");
  const dashboard = await readDashboard(directory);
  if (dashboard !== null) return dashboard;
  log.warn(
    { directory },
    "the dashboard is not built: run `npm run build` and start again, or set LOCKSTEP_UI=off",
  );
  return "not-built";
}
