import { sql } from "drizzle-orm";

import { type Candidate, chooseRuns, misplacedSlugs, type OpenLane } from "../admission/choose-runs.ts";
import type { Lane } from "../admission/lane.ts";
import { type ClaimRules, noRules } from "../admission/limits.ts";
import { type Party, Turns } from "../admission/turns.ts";
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
  readonly hasSlotLimits: boolean;
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
export function* chooseReadyRuns(request: Request, memory: ClaimMemory): Query<Choice> {
  const { queues, limit } = request;
  const found = limit > 0 ? yield* listLanes(queues) : [];
  if (found.length === 0) return { ids: [], passes: memory.passes, hasSlotLimits: false };
  const lanes = yield* openLanes(found, memory.rules);
  const room = yield* countFreeSlots(lanes.flatMap(({ slots }) => slots));
  const parties = partiesOf(lanes);
  const shares = sharesOf(parties, limit);
  // A fair share of each first, so that little is locked that is not taken; all there is when others have less.
  for (const size of [(lane: OpenLane) => shares.get(lane.party) ?? limit, () => limit]) {
    const candidates = yield* loadHeads(lanes, size);
    if (yield* moveMisplaced(lanes, candidates)) break;
    const turns = new Turns(memory.passes, parties);
    const { ids, blocked } = chooseRuns({ lanes, candidates, room, turns, limit });
    const mayHaveMore = lanes.some(
      (lane) => !blocked.has(lane.key) && candidates.get(lane.key)?.length === size(lane),
    );
    if (ids.length === limit || !mayHaveMore)
      return { ids, passes: turns.passes, hasSlotLimits: room.size > 0 };
  }
  return yield* chooseReadyRuns(request, memory);
}

function partiesOf(lanes: readonly OpenLane[]): readonly Party[] {
  const weights = new Map(lanes.map(({ party, rules, account }) => [party, rules.weightOf(account)]));
  return [...weights].map(([name, weight]) => ({ name, weight }));
}

/** At most so many of the next turns are a party's. */
function sharesOf(parties: readonly Party[], limit: number): ReadonlyMap<string, number> {
  const total = parties.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(parties.map(({ name, weight }) => [name, Math.ceil((limit * weight) / total)]));
}

function* openLanes(found: readonly Lane[], cache: RulesCache): Query<readonly OpenLane[]> {
  const rules = yield* loadClaimRules([...new Set(found.map(({ environment }) => environment))], cache);
  return found.map((lane) => openLane(lane, rules.get(lane.environment) ?? noRules));
}

function openLane(lane: Lane, rules: ClaimRules): OpenLane {
  const { environment, account, slug } = lane;
  return { ...lane, rules, party: `${environment}/${account}`, slots: rules.slotsOf(account, slug) };
}

/** The first runs of each lane. */
function* loadHeads(
  lanes: readonly OpenLane[],
  size: (lane: OpenLane) => number,
): Query<ReadonlyMap<string, readonly Candidate[]>> {
  const asked = lanes.map((lane) => ({ lane: lane.key, limit: size(lane) }));
  return byLane(yield* rowsOfEach(selectHeads, asked));
}

/** Gives runs of a pipeline that has got limits of its own a lane of their own; whether there were any. */
function* moveMisplaced(
  lanes: readonly OpenLane[],
  heads: ReadonlyMap<string, readonly Candidate[]>,
): Query<boolean> {
  const moves = lanes.flatMap((lane) =>
    misplacedSlugs(lane, heads.get(lane.key) ?? []).map((slug) => ({
      lane: lane.key,
      slug,
      apart: `${lane.key}/${slug}`,
    })),
  );
  yield* changesOfEach(moveApart, moves);
  return moves.length > 0;
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
