import type { WaitReason } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { parseLane } from "../admission/lane.ts";
import { noRules } from "../admission/limits.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { countRunning, type RunningLoad, runningIn } from "./count-free-slots.ts";
import { countUnderWay } from "./count-under-way.ts";
import { loadClaimRules } from "./load-claim-rules.ts";
import { keyValue } from "./take-key.ts";

interface WaitingRow {
  readonly id: string;
  readonly lane: string;
  readonly slug: string;
  readonly ready: number;
  readonly concurrency_key: string | null;
  readonly concurrency_limit: number | null;
}

const select = statement<{ ids: readonly string[] }, WaitingRow>(
  ({ ids }, { isOneOf }) => sql`
    SELECT id, lane, slug, ready, concurrency_key, concurrency_limit FROM ${runs}
    WHERE ${isOneOf(sql`id`, ids)} AND ready IS NOT NULL`,
);

/** Why runs wait, by the limits in force: their key first, then the widest scope without a slot, then a worker. */
export function* explainWaits(ids: readonly string[]): Query<ReadonlyMap<string, WaitReason>> {
  const reasons = new Map<string, WaitReason>();
  const rows = ids.length === 0 ? [] : yield* rowsOf(select, { ids });
  if (rows.length === 0) return reasons;
  const loads = yield* countRunning();
  for (const row of rows) reasons.set(row.id, yield* explain(row, loads));
  return reasons;
}

function* explain(row: WaitingRow, loads: readonly RunningLoad[]): Query<WaitReason> {
  const { concurrency_key: key, concurrency_limit: limit } = row;
  if (row.ready === 0 && key !== null && limit !== null) {
    const { active } = yield* countUnderWay(key);
    return { for: "key", key: keyValue(key), limit, active };
  }
  const { environment, account, queue } = parseLane(row.lane);
  const rules = (yield* loadClaimRules([environment], new Map())).get(environment) ?? noRules;
  const counted = rules.slotsOf(account, row.slug).map(({ scope, name, ...slot }) => ({
    scope,
    name,
    limit: slot.limit,
    running: runningIn({ scope, name, ...slot }, loads),
  }));
  const full = counted.find((slot) => slot.running >= slot.limit);
  return full === undefined ? { for: "worker", queue } : { for: "slot", ...full };
}
