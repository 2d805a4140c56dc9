import type {
  Checksum,
  Json,
  ParentStep,
  PinnedCallee,
  RetriedRun,
  Run,
  RunError,
  RunSummary,
} from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { FindPayload } from "../queries/load-payloads.ts";
import type { runs } from "../schema/index.ts";

export type RunRow = InferSelectModel<typeof runs>;

export type RunSummaryRow = Omit<RunRow, "input" | "output">;

export function runOf(row: RunRow, find: FindPayload): Run {
  const { id: run, input_payload, output_payload } = row;
  const valueOf = (text: string, digest: string | null): Json =>
    digest === null ? (JSON.parse(text) as Json) : find({ run, digest });
  return {
    ...runSummaryOf(row),
    input: valueOf(row.input, input_payload),
    output: valueOf(row.output, output_payload),
  };
}

export function runSummaryOf(row: RunSummaryRow): RunSummary {
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
    deadlineAt: row.deadline_at,
    state: row.state as Run["state"],
    error: row.error === null ? null : (JSON.parse(row.error) as RunError),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    wakeAt: row.wake_at,
    cancelRequested: row.cancel_requested === 1,
    cost: row.cost,
    parent: row.parent === null ? null : (JSON.parse(row.parent) as ParentStep),
    retryOf: row.retry_of === null ? null : (JSON.parse(row.retry_of) as RetriedRun),
    locks: row.locks === "[]" ? [] : (JSON.parse(row.locks) as readonly PinnedCallee[]),
    erasedAt: row.erased_at,
  };
}
