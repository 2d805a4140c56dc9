import { sql } from "drizzle-orm";

import {
  type Candidate,
  chooseRuns,
  misplacedSlugs,
  type OpenLane,
} from "../admission/choose-runs.ts";
import type { Lane } from "../admission/lane.ts";
import { type ClaimRules, noRules } from "../admission/limits.ts";
import { Turns } from "../admission/turns.ts";
import { changesOfEach, type Query, rowsOfEach } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { countFreeSlots } from "./count-free-slots.ts";
import { listLanes } from "./list-lanes.ts";
import { loadClaimRules, type RulesCache } from "./load-claim-rules.ts";

/** What a process remembers from claim to claim. Losing it changes at most whose turn is next. */
export interface ClaimMemory {
  readonly rules: RulesCache;
  readonly passes: ReadonlyMap<string, number>;
}

interface Choice {
  readonly ids: readonly string[];
  readonly passes: ReadonlyMap<string, number>;
}

interface Request {
  readonly queues: readonly string[] | null;
  readonly limit: number;
}

const selectHeads = statement<{ lane: string; limit: number }, Candidate>(
  ({ lane, limit }, { skippingLocked }) => sql`
    SELECT id, lane, slug, priority FROM ${runs} WHERE lane = ${lane} AND ready = 1
    ORDER BY priority DESC, id LIMIT ${limit}${skippingLocked}`,
);

const moveApart = statement<{ lane: string; slug: string; apart: string }>(
  ({ lane, slug, apart }) => sql`
    UPDATE ${runs} SET lane = ${apart} WHERE lane = ${lane} AND ready IS NOT NULL AND slug = ${slug}`,
);

/** Chooses among the runs that wait for a worker. */
export function* chooseReadyRuns({ queues, limit }: Request, memory: ClaimMemory): Query<Choice> {
  const found = yield* listLanes(queues);
  if (found.length === 0 || limit <= 0) return { ids: [], passes: memory.passes };
  const lanes = yield* openLanes(found, memory.rules);
  const room = yield* countFreeSlots(lanes.flatMap(({ slots }) => slots));
  const parties = [
    ...new Map(lanes.map(({ party, rules, account }) => [party, { name: party, weight: rules.weightOf(account) }])).values(),
  ];
  for (const each of sizesToTry(limit, parties.length)) {
    const candidates = yield* loadHeads(lanes, each);
    const turns = new Turns(memory.passes, parties);
    const { ids, blocked } = chooseRuns({ lanes, candidates, room, turns, limit });
    const isAll = lanes.every(({ key }) => blocked.has(key) || (candidates.get(key)?.length ?? 0) < each);
    if (ids.length === limit || isAll || each === limit) return { ids, passes: turns.passes };
  }
  return { ids: [], passes: memory.passes };
}

/** A fair share of each lane first, so that little is locked that is not taken; all of it when others have less. */
function sizesToTry(limit: number, parties: number): readonly number[] {
  const share = Math.ceil(limit / parties);
  return share === limit ? [limit] : [share, limit];
}

function* openLanes(found: readonly Lane[], cache: RulesCache): Query<readonly OpenLane[]> {
  const rules = yield* loadClaimRules([...new Set(found.map(({ environment }) => environment))], cache);
  return found.map((lane) => openLane(lane, rules.get(lane.environment) ?? noRules));
}

function openLane(lane: Lane, rules: ClaimRules): OpenLane {
  const { environment, account, slug } = lane;
  return { ...lane, rules, party: `${environment}/${account}`, slots: rules.slotsOf(account, slug) };
}

/** The first runs of each lane. Runs of a pipeline that has a limit of its own by now are moved to its lane. */
function* loadHeads(
  lanes: readonly OpenLane[],
  limit: number,
): Query<ReadonlyMap<string, readonly Candidate[]>> {
  const rows = yield* rowsOfEach(selectHeads, lanes.map(({ key: lane }) => ({ lane, limit })));
  const heads = byLane(rows);
  const moves = lanes.flatMap((lane) =>
    misplacedSlugs(lane, heads.get(lane.key) ?? []).map((slug) => ({
      lane: lane.key,
      slug,
      apart: `${lane.key}/${slug}`,
    })),
  );
  if (moves.length === 0) return heads;
  yield* changesOfEach(moveApart, moves);
  return yield* loadHeads(lanes, limit);
}

function byLane(rows: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const lanes = new Map<string, Candidate[]>();
  for (const row of rows) {
    const lane = lanes.get(row.lane);
    if (lane === undefined) lanes.set(row.lane, [row]);
    else lane.push(row);
  }
  return lanes;
}
