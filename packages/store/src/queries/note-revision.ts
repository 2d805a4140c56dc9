import type { RevisionMove } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { asOwnWrites } from "./as-own-writes.ts";
import { isFenced } from "./is-fenced.ts";

const update = statement<{
  environment: string;
  expectedSequence: number;
  revision: string;
  controlRevision: string;
}>(
  ({ environment, expectedSequence, revision, controlRevision }) => sql`
    UPDATE ${environments}
    SET applied_revision = ${revision}, applied_control_revision = ${controlRevision}
    WHERE slug = ${environment} AND sequence = ${expectedSequence}`,
);

type Outcome = "written" | "conflict" | "fenced";

/** Moves the applied revision where nothing else changes, and records that. */
export function noteRevision(move: RevisionMove): Query<Outcome> {
  return asOwnWrites(note(move));
}

function* note(move: RevisionMove): Query<Outcome> {
  const { environment, expectedSequence, revision, controlRevision } = move;
  if (yield* isFenced(environment, move.fencingToken)) return "fenced";
  const moved = yield* changesOf(update, { environment, expectedSequence, revision, controlRevision });
  if (moved === 0) return "conflict";
  // By base and target it is known later which revision is in force.
  const base = { sequence: expectedSequence };
  const body = { ...move.body, base, target: { revision, controlRevision } };
  yield* appendFact({ environment, kind: "noted", deploy: null, body });
  yield* appendEvents(move.events);
  return "written";
}
