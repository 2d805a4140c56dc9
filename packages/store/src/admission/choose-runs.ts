import { scopeKey } from "@lockstep/model";

import { isApart, type ClaimRules, type SlotLimit } from "./limits.ts";
import type { Lane } from "./lane.ts";
import type { Turns } from "./turns.ts";

/** A run at the head of its lane. */
export interface Candidate {
  readonly id: string;
  readonly lane: string;
  readonly slug: string;
  readonly priority: number;
}

/** A lane with what it is under. */
export interface OpenLane extends Lane {
  /** Team of an environment: who takes turns. */
  readonly party: string;
  readonly rules: ClaimRules;
  readonly slots: readonly SlotLimit[];
}

interface Chosen {
  readonly ids: readonly string[];
  /** Lanes whose next run has no slot. */
  readonly blocked: ReadonlySet<string>;
}

interface Offer {
  readonly lanes: readonly OpenLane[];
  /** By lane, those that go first first. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  /** Free slots by scope; scopes that are not here have no limit. */
  readonly room: ReadonlyMap<string, number>;
  readonly turns: Turns;
  readonly limit: number;
}

/** Which runs to take: teams in turn; within a team higher priority first, then the older; none beyond its slots. */
export function chooseRuns({ lanes, candidates, room, turns, limit }: Offer): Chosen {
  const left = new Map(room);
  const waiting = new Map(lanes.map((lane) => [lane, [...(candidates.get(lane.key) ?? [])].reverse()]));
  const blocked = new Set<string>();
  const ids: string[] = [];
  while (ids.length < limit) {
    const parties = new Set([...waiting].flatMap(([{ party }, queue]) => (queue.length > 0 ? [party] : [])));
    const party = turns.nextOf(parties);
    if (party === null) break;
    const lane = firstLane(waiting, party);
    const candidate = waiting.get(lane)?.pop();
    if (candidate === undefined) break;
    if (takeSlots(left, lane.slots)) {
      ids.push(candidate.id);
      turns.take(party);
    } else {
      waiting.delete(lane);
      blocked.add(lane.key);
    }
  }
  return { ids, blocked };
}

/** The lane of a party whose head goes first. */
function firstLane(waiting: ReadonlyMap<OpenLane, readonly Candidate[]>, party: string): OpenLane {
  const heads = [...waiting].flatMap(([lane, queue]) => {
    const head = queue.at(-1);
    return head === undefined || lane.party !== party ? [] : [{ lane, head }];
  });
  const [first, ...others] = heads;
  if (first === undefined) throw new RangeError(`${party} has no run that waits`);
  return others.reduce((best, other) => (byTurn(other.head, best.head) < 0 ? other : best), first).lane;
}

/** Takes a slot of every scope, or none. */
function takeSlots(left: Map<string, number>, slots: readonly SlotLimit[]): boolean {
  const keys = slots.map(scopeKey);
  if (keys.some((key) => (left.get(key) ?? 0) <= 0)) return false;
  for (const key of keys) left.set(key, (left.get(key) ?? 0) - 1);
  return true;
}

/** Higher priority first, then the older: ids are ordered by time. */
export function byTurn(a: Pick<Candidate, "id" | "priority">, b: Pick<Candidate, "id" | "priority">): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1);
}

/** Pipelines that got a limit of their own after some of their runs were put into the lane of their team. */
export function misplacedSlugs(lane: OpenLane, candidates: readonly Candidate[]): readonly string[] {
  if (lane.slug !== null) return [];
  const slugs = new Set(candidates.map(({ slug }) => slug));
  return [...slugs].filter((slug) => isApart(lane.rules, lane.account, slug));
}
