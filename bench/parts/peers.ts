import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { say } from "../measuring/say.ts";
import type { DatabaseSource } from "../product/databases.ts";
import type { Load } from "./runs.ts";

/** Something else that does the same work, or nearly. */
interface Peer {
  readonly name: string;
  /** What its figure is of. */
  readonly what: string;
  /** Runs a second where it could not be installed, from an earlier measurement at ten in flight. */
  readonly yardstick: number;
  /** Environment variable that names what only its user can provide; null when installing is enough. */
  readonly needs: string | null;
}

export const peers = {
  dbos: { name: "DBOS", what: "three checkpointed steps, called directly", yardstick: 453, needs: null },
  "pg-boss": { name: "pg-boss", what: "a job that does nothing, no steps", yardstick: 4_613, needs: null },
  pgflow: { name: "pgflow", what: "three steps that do nothing", yardstick: 192, needs: "BENCH_PGFLOW_SQL" },
} as const satisfies Record<string, Peer>;

const directory = join(process.cwd(), "bench/peers");

/** Runs a second of a peer on a database of its own; its yardstick, and a line that says so, where it is not installed. */
export async function measurePeer(
  id: keyof typeof peers,
  source: DatabaseSource,
  { runs, inFlight }: Load,
): Promise<number> {
  const { name, yardstick } = peers[id];
  const missing = whatIsMissing(peers[id]);
  if (missing !== null) {
    say(`${name} is not measured (${missing}); compared with the yardstick ${yardstick}/s`);
    return yardstick;
  }
  const database = await source.create();
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(directory, `${id}.js`),
      database.url ?? "",
      String(runs),
      String(inFlight),
    ]);
    const last = stdout.trim().split("\n").at(-1) ?? "";
    return (JSON.parse(last) as { readonly perSecond: number }).perSecond;
  } finally {
    await database.remove();
  }
}

function whatIsMissing({ needs }: Peer): string | null {
  if (!existsSync(join(directory, "node_modules"))) return "npm ci --prefix bench/peers";
  return needs === null || (process.env[needs] ?? "") !== "" ? null : `${needs} is not set`;
}
