import type { Checksum, Json, Run, RunError } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { runs } from "../schema/index.ts";

export type RunRow = InferSelectModel<typeof runs>;

export function runOf(row: RunRow): Run {
  const { id, environment, slug, version, revision, deploy, team, queue, priority } = row;
  return {
    id,
    environment,
    slug,
    version,
    revision,
    deploy,
    team,
    queue,
    priority,
    content: row.content as Checksum,
    manifest: row.manifest as Checksum,
    trigger: JSON.parse(row.trigger) as Run["trigger"],
    actor: JSON.parse(row.actor) as Run["actor"],
    input: JSON.parse(row.input) as Json,
    deadlineAt: row.deadline_at,
    state: row.state as Run["state"],
    output: JSON.parse(row.output) as Json,
    error: row.error === null ? null : (JSON.parse(row.error) as RunError),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    wakeAt: row.wake_at,
    cancelRequested: row.cancel_requested === 1,
    erasedAt: row.erased_at,
  };
}
