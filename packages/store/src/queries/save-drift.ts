import { controllerActor, type DetectedDrift, type Drift, type RowEdit, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, changesOfEach, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift, driftAcknowledgements } from "../schema/index.ts";
import { type KnownDrift, listDrift } from "./list-drift.ts";
import { findRowEdit, forgetRowEdits } from "./row-edits.ts";
import { takeTurns } from "./take-turns.ts";
import { appendDriftEntry, appendDriftEvent } from "./tell-drift.ts";

/** What was known keeps its `since` and who detected it first. */
const upsert = insertInto(drift, {
  columns: [
    "environment",
    "id",
    "kind",
    "slug",
    "part",
    "name",
    "sentence",
    "differences",
    "applied",
    "live",
    "edit",
    "reported",
    "detected_by",
  ],
  computed: { since: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (environment, id) DO UPDATE SET
    sentence = excluded.sentence, differences = excluded.differences, applied = excluded.applied,
    live = excluded.live, edit = excluded.edit, reported = excluded.reported`,
});

const remove = statement<{ environment: Slug; id: string }>(
  ({ environment, id }) => sql`DELETE FROM ${drift} WHERE environment = ${environment} AND id = ${id}`,
);

const removeExpired = statement<{ environment: Slug }>(
  ({ environment }) => sql`
    DELETE FROM ${driftAcknowledgements} WHERE environment = ${environment} AND until <= lockstep_now()`,
);

export interface SaveOptions {
  readonly detectedBy: string;
  /** Whether differences count: are told, and make the environment drifted. */
  readonly isReported: boolean;
}

/** Forgets differences that are gone, and who made them. */
export function* removeDrift(environment: Slug, gone: readonly Drift[]): Query<void> {
  yield* changesOfEach(
    remove,
    gone.map(({ id }) => ({ environment, id })),
  );
  yield* forgetRowEdits(environment, gone);
}

/** Replaces an environment's findings; how many were told to be new, and how many to be gone. */
export function* saveDrift(
  environment: Slug,
  findings: readonly Drift[],
  { detectedBy, isReported }: SaveOptions,
): Query<{ readonly detected: number; readonly cleared: number }> {
  yield* takeTurns([`drift:${environment}`]);
  const before = yield* listDrift(environment);
  const known = new Map(before.map((finding) => [finding.id, finding]));
  const found = new Map(findings.map((finding) => [finding.id, finding]));
  const gone = before.filter(({ id }) => !found.has(id));
  const detected: (Drift & Pick<DetectedDrift, "edit">)[] = [];
  const rows = [];
  for (const finding of found.values()) {
    const last = known.get(finding.id);
    const edit = last?.edit ?? (yield* findRowEdit(environment, finding));
    const counts = isReported && (last?.acknowledgement ?? null) === null;
    if (counts && last?.isReported !== true) detected.push({ ...finding, edit });
    rows.push(rowOf(environment, finding, { edit, counts, detectedBy }));
  }
  if (gone.length > 0 || found.size > 0) yield* removeDrift(environment, gone);
  yield* inserted(upsert, rows);
  yield* changesOf(removeExpired, { environment });
  const cleared = gone.filter((finding) => finding.isReported);
  yield* tellDetected(environment, detected);
  yield* tellCleared(environment, cleared);
  return { detected: detected.length, cleared: cleared.length };
}

function* tellDetected(
  environment: Slug,
  detected: readonly (Drift & Pick<DetectedDrift, "edit">)[],
): Query<void> {
  const [first] = detected;
  if (first === undefined) return;
  const because = sentenceOf(first.sentence, detected.length);
  yield* appendDriftEntry(environment, {
    kind: "drift-detected",
    actor: controllerActor,
    reason: null,
    because,
    drift: detected,
  });
  yield* appendDriftEvent("drift.detected", environment, detected);
}

function* tellCleared(environment: Slug, cleared: readonly KnownDrift[]): Query<void> {
  const [first] = cleared;
  if (first === undefined) return;
  const because = `No longer so: ${sentenceOf(first.sentence, cleared.length)}`;
  yield* appendDriftEntry(environment, {
    kind: "drift-cleared",
    actor: controllerActor,
    reason: null,
    because,
    drift: cleared,
  });
  yield* appendDriftEvent("drift.cleared", environment, cleared);
}

function sentenceOf(first: string, count: number): string {
  return count === 1 ? first : `${first} And ${count - 1} more.`;
}

function rowOf(
  environment: Slug,
  finding: Drift,
  facts: { readonly edit: RowEdit | null; readonly counts: boolean; readonly detectedBy: string },
) {
  const { id, kind, slug, part, name, sentence } = finding;
  return {
    environment,
    id,
    kind,
    slug,
    part,
    name,
    sentence,
    differences: JSON.stringify(finding.differences),
    applied: JSON.stringify(finding.applied),
    live: JSON.stringify(finding.live),
    edit: JSON.stringify(facts.edit),
    reported: facts.counts ? 1 : 0,
    detected_by: facts.detectedBy,
  };
}
