import { scopeKey } from "@lockstep/model";

import type { Lane } from "./lane.ts";
import { isApart, type ClaimRules, type SlotLimit } from "./limits.ts";
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
  const lines = linesOf(lanes, candidates);
  const blocked = new Set<string>();
  const ids: string[] = [];
  while (ids.length < limit) {
    const party = turns.nextOf(lines.keys());
    if (party === null) break;
    const [first, others] = firstOf(lines.get(party) ?? []);
    if (first === null) lines.delete(party);
    else if (takeSlots(left, first.lane.slots)) {
      ids.push(...first.waiting.splice(-1).map(({ id }) => id));
      turns.take(party);
    } else {
      blocked.add(first.lane.key);
      lines.set(party, others);
    }
  }
  return { ids, blocked };
}

/** A lane with the runs that wait in it, the next one last. */
interface Line {
  readonly lane: OpenLane;
  readonly waiting: Candidate[];
}

function linesOf(
  lanes: readonly OpenLane[],
  candidates: ReadonlyMap<string, readonly Candidate[]>,
): Map<string, readonly Line[]> {
  const lines = new Map<string, Line[]>();
  for (const lane of lanes) {
    const line = { lane, waiting: [...(candidates.get(lane.key) ?? [])].reverse() };
    lines.set(lane.party, [...(lines.get(lane.party) ?? []), line]);
  }
  return lines;
}

/** The line whose next run goes first, and the others. */
function firstOf(lines: readonly Line[]): readonly [Line | null, readonly Line[]] {
  let first: Line | null = null;
  for (const line of lines) {
    const next = line.waiting.at(-1);
    const best = first?.waiting.at(-1);
    if (next !== undefined && (best === undefined || byTurn(next, best) < 0)) first = line;
  }
  return [first, lines.filter((line) => line !== first)];
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
