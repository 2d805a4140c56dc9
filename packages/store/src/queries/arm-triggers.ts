import type { Application, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers, pipelineVersions } from "../schema/index.ts";
import { assignedHeads, assignedHeadsOf } from "./assigned-heads.ts";
import { loadArmedOf, nameOf, removeTriggerRows, scheduleOf, writeTriggerRows } from "./trigger-rows.ts";
import { type TriggersOfPipeline, wantedTriggers } from "./wanted-triggers.ts";

const selectWanted = statement<{ environment: string }, TriggersOfPipeline>(
  ({ environment }) => sql`
    SELECT p.slug, v.triggers FROM ${assignedHeads(environment)} AS p
    JOIN ${pipelineVersions} AS v ON v.manifest = p.manifest
    WHERE v.triggers <> '[]'`,
);

const selectWantedOf = statement<{ environment: string; slugs: readonly string[] }, TriggersOfPipeline>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT p.slug, v.triggers FROM ${assignedHeadsOf(environment, isOneOf(sql`slug`, slugs))} AS p
    JOIN ${pipelineVersions} AS v ON v.manifest = p.manifest
    WHERE v.triggers <> '[]'`,
);

const selectArmed = statement<{ environment: string }, AppliedTriggerRow>(
  ({ environment }) => sql`SELECT * FROM ${appliedTriggers} WHERE environment = ${environment}`,
);

/**
 * Makes the triggers of what is applied now the ones in force: with the same transaction an old schedule stops and a
 * new one begins. A new environment manifest may enable and disable any of them, so then all are looked at.
 */
export function* armTriggers(
  { deploy, configuration, expectedSequence }: Application,
  at: Timestamp,
): Query<void> {
  const { environment, plan } = deploy;
  const isWhole = expectedSequence === 0 || plan.changes.some(({ kind }) => kind === "configure");
  const slugs = plan.changes.map(({ slug }) => slug);
  const pipelines = isWhole
    ? yield* rowsOf(selectWanted, { environment })
    : yield* rowsOf(selectWantedOf, { environment, slugs });
  const armed = isWhole
    ? yield* rowsOf(selectArmed, { environment })
    : yield* loadArmedOf(environment, slugs);
  const known = new Map(armed.map((row) => [nameOf(row), row]));
  const wanted = pipelines.flatMap((pipeline) => wantedTriggers(pipeline, configuration.environment, at));
  const names = new Set(wanted.map(nameOf));
  const gone = armed.filter((row) => !names.has(nameOf(row)));
  yield* removeTriggerRows(gone);
  yield* writeTriggerRows(wanted.flatMap((row) => changed(row, known.get(nameOf(row)))));
}

/** Nothing when the row stays as it is. A schedule that goes on keeps its place, so that no instant is lost or repeated. */
function changed(
  wanted: AppliedTriggerRow,
  known: AppliedTriggerRow | undefined,
): readonly AppliedTriggerRow[] {
  if (known === undefined || known.enabled !== wanted.enabled) return [wanted];
  if (known.definition === wanted.definition) return [];
  if (scheduleOf(known) !== scheduleOf(wanted)) return [wanted];
  return [{ ...wanted, cursor_at: known.cursor_at, next_at: known.next_at }];
}
