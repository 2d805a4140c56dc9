import {
  type Application,
  canonicalJson,
  type Environment,
  isTriggerEnabled,
  type Slug,
  type Timestamp,
  type Trigger,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOfEach, inserted, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers, environmentPipelines, pipelineVersions } from "../schema/index.ts";

interface TriggersOfPipeline {
  readonly slug: Slug;
  readonly triggers: string;
}

const selectWanted = statement<{ environment: string }, TriggersOfPipeline>(
  ({ environment }) => sql`
    SELECT p.slug, v.triggers FROM ${environmentPipelines} AS p
    JOIN ${pipelineVersions} AS v ON v.manifest = p.manifest
    WHERE p.environment = ${environment} AND v.triggers <> '[]'`,
);

const selectWantedOf = statement<{ environment: string; slugs: readonly string[] }, TriggersOfPipeline>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT p.slug, v.triggers FROM ${environmentPipelines} AS p
    JOIN ${pipelineVersions} AS v ON v.manifest = p.manifest
    WHERE p.environment = ${environment} AND ${isOneOf(sql`p.slug`, slugs)} AND v.triggers <> '[]'`,
);

const selectArmed = statement<{ environment: string }, AppliedTriggerRow>(
  ({ environment }) => sql`SELECT * FROM ${appliedTriggers} WHERE environment = ${environment}`,
);

const selectArmedOf = statement<{ environment: string; slugs: readonly string[] }, AppliedTriggerRow>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT * FROM ${appliedTriggers} WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}`,
);

const remove = statement<{ environment: string; slug: string; trigger: string }>(
  ({ environment, slug, trigger }) => sql`
    DELETE FROM ${appliedTriggers}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}`,
);

const upsert = insertInto(appliedTriggers, {
  columns: [
    "environment",
    "slug",
    "trigger_id",
    "type",
    "source",
    "definition",
    "enabled",
    "since",
    "cursor_at",
    "next_at",
  ],
  onConflict: sql`ON CONFLICT (environment, slug, trigger_id) DO UPDATE SET
    type = excluded.type, source = excluded.source, definition = excluded.definition, enabled = excluded.enabled,
    since = excluded.since, cursor_at = excluded.cursor_at, next_at = excluded.next_at`,
});

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
    : yield* rowsOf(selectArmedOf, { environment, slugs });
  const known = new Map(armed.map((row) => [nameOf(row), row]));
  const wanted = pipelines.flatMap((pipeline) => rowsOfPipeline(pipeline, configuration.environment, at));
  const names = new Set(wanted.map(nameOf));
  const gone = armed.filter((row) => !names.has(nameOf(row)));
  yield* changesOfEach(
    remove,
    gone.map(({ slug, trigger_id: trigger }) => ({ environment, slug, trigger })),
  );
  yield* inserted(
    upsert,
    wanted.flatMap((row) => changed(row, known.get(nameOf(row)))),
  );
}

function nameOf({ slug, trigger_id }: Pick<AppliedTriggerRow, "slug" | "trigger_id">): string {
  return `${slug}/${trigger_id}`;
}

function rowsOfPipeline(
  { slug, triggers }: TriggersOfPipeline,
  policy: Environment,
  at: Timestamp,
): readonly AppliedTriggerRow[] {
  return (JSON.parse(triggers) as readonly Trigger[]).map((trigger) => ({
    environment: policy.slug,
    slug,
    trigger_id: trigger.id,
    type: trigger.type,
    source: sourceOf(trigger),
    definition: canonicalJson(trigger),
    enabled: isTriggerEnabled(policy, slug, trigger) ? 1 : 0,
    since: at,
    cursor_at: at,
    next_at: null,
  }));
}

function sourceOf(trigger: Trigger): string | null {
  switch (trigger.type) {
    case "pipeline":
      return trigger.pipeline;
    case "event":
      return trigger.event;
    case "cron":
    case "webhook":
      return null;
  }
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

function scheduleOf({ definition }: AppliedTriggerRow): string | null {
  const trigger = JSON.parse(definition) as Trigger;
  return trigger.type === "cron" ? `${trigger.schedule} ${trigger.timezone}` : null;
}
