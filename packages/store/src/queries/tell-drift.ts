import type { Actor, DetectedDrift, JsonObject, LedgerKind, Slug } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";

/** Differences that one entry names; all of them are counted. */
const namedInEntry = 50;

/** An event's body has to stay small. */
const namedInEvent = 10;

type Told = Pick<
  DetectedDrift,
  "id" | "kind" | "slug" | "part" | "name" | "sentence" | "differences" | "applied" | "live" | "edit"
>;

export interface DriftEntry {
  readonly kind: LedgerKind;
  readonly actor: Actor;
  /** Of a person. */
  readonly reason: string | null;
  readonly because: string;
  readonly drift: readonly Told[];
  /** Further facts. */
  readonly more?: JsonObject;
}

/** A ledger entry that names differences, with the checksums that were applied and those that were found. */
export function* appendDriftEntry(environment: Slug, entry: DriftEntry): Query<void> {
  const { kind, actor, reason, because, drift, more = {} } = entry;
  const named = drift.slice(0, namedInEntry);
  const body = {
    actor: { id: actor.id, kind: actor.kind },
    ...(reason === null ? {} : { reason }),
    because,
    count: drift.length,
    drift: named.map(describe),
    before: Object.fromEntries(
      named.flatMap(({ slug, applied }) => (applied === null ? [] : [[slug, applied.manifest]])),
    ),
    after: Object.fromEntries(
      named.flatMap(({ slug, live }) => (live === null ? [] : [[slug, live.rehashed ?? live.manifest]])),
    ),
    ...more,
  } as object as JsonObject;
  yield* appendFact({ environment, kind, deploy: null, body });
}

function describe({ id, kind, slug, part, name, sentence, differences, edit }: Told) {
  return { id, kind, slug, part, name, sentence, differences, edit };
}

/** Tells subscribers that differences appeared or are gone. */
export function* appendDriftEvent(
  name: "drift.detected" | "drift.cleared",
  environment: Slug,
  drift: readonly Told[],
): Query<void> {
  const named = drift.slice(0, namedInEvent).map(({ id, kind, slug, sentence }) => ({
    id,
    kind,
    slug,
    sentence: sentence.slice(0, 500),
  }));
  yield* appendEvents([{ name, environment, body: { count: drift.length, drift: named } }]);
}
