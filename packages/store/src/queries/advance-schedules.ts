import type { ScheduleAdvance } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggers } from "../schema/index.ts";
import { type FiringInsert, insertFirings } from "./insert-firings.ts";

const update = statement<{
  environment: string;
  slug: string;
  trigger: string;
  since: string;
  cursorAt: string;
  nextAt: string;
}>(
  ({ environment, slug, trigger, since, cursorAt, nextAt }) => sql`
    UPDATE ${appliedTriggers} SET cursor_at = ${cursorAt}, next_at = ${nextAt}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger} AND since = ${since}
      AND enabled = 1`,
);

/** Moves schedules on and makes what is due pending. A trigger that a deploy changed meanwhile is passed over. */
export function* advanceSchedules(advances: readonly ScheduleAdvance[]): Query<void> {
  // All schedulers in one order, so that none waits for another in a circle.
  const ordered = advances.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const moved = yield* changesOfEach(
    update,
    ordered.map(({ environment, slug, trigger, since, cursorAt, nextAt }) => ({
      environment,
      slug,
      trigger,
      since,
      cursorAt,
      nextAt,
    })),
  );
  yield* insertFirings(ordered.filter((_, index) => moved[index] === 1).flatMap(insertsOf));
}

function nameOf({ environment, slug, trigger }: ScheduleAdvance): string {
  return `${environment}/${slug}/${trigger}`;
}

function insertsOf({ due, missed }: ScheduleAdvance): readonly FiringInsert[] {
  return [
    ...(missed === null ? [] : [{ ...missed, state: "missed", afterMs: 0 } as const]),
    ...due.map((firing) => ({ firing, state: "pending", reason: null, afterMs: 0 }) as const),
  ];
}
