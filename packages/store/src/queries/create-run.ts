import { Failure, type NewRun, type Run, type StepAttempt, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { laneOf } from "../admission/lane.ts";
import { insertInto } from "../database/insertion.ts";
import { inserted, type Query, together } from "../database/query.ts";
import { keepValue, type KeptValue } from "../rows/kept-value.ts";
import { runs } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { chargeQuotas } from "./charge-quotas.ts";
import { claimIdempotencyKey } from "./claim-idempotency-key.ts";
import { copyRunFiles } from "./copy-run-files.ts";
import { insertPayloads } from "./insert-payloads.ts";
import { loadRun } from "./load-run.ts";
import { readNow } from "./read-now.ts";
import { takeKey } from "./take-key.ts";
import { upsertAttempts } from "./upsert-attempts.ts";

const insertion = insertInto(runs, {
  columns: [
    "id",
    "environment",
    "slug",
    "version",
    "content",
    "manifest",
    "revision",
    "deploy",
    "trigger",
    "actor",
    "team",
    "queue",
    "priority",
    "input",
    "deadline_at",
    "created_at",
    "parent",
    "awaited_by",
    "retry_of",
    "locks",
    "input_payload",
    "account",
    "lane",
    "ready",
    "concurrency_key",
    "concurrency_limit",
  ],
  computed: {
    state: sql`'queued'`,
    output: sql`'null'`,
    cancel_requested: sql`0`,
    fencing_token: sql`0`,
    cost: sql`0`,
  },
});

export interface CreatedRun {
  readonly run: Run;
  readonly isNew: boolean;
}

/**
 * Makes a run durable with the part of a journal, and the files, that it begins with, or finds the one that the same
 * request made before. Fails as `quota-exceeded` when a quota or the limit of its concurrency key refuses it.
 */
export function* createRun(given: NewRun, kept: readonly StepAttempt[] = []): Query<CreatedRun> {
  const { idempotency, ...facts } = given;
  const twin = idempotency === null ? null : yield* claimIdempotencyKey({ ...idempotency, run: given.id });
  if (twin !== null) return { run: yield* loadTwin(twin.run ?? ""), isNew: false };
  const run = queuedRun(facts, yield* readNow());
  yield* chargeQuotas(given, run.createdAt);
  const { concurrency } = given.admission;
  const isReady = concurrency === null || (yield* takeKey(given, concurrency));
  const input = keepValue(run.id, run.input);
  yield* insertPayloads([input.payload]);
  const { id, environment, slug, version, deploy, trigger, actor } = run;
  const body = { run: id, slug, version, deploy, trigger: { ...trigger }, actor: { ...actor } };
  yield* together([
    inserted(insertion, [{ ...rowOf(run, input), ...placeOf(given, isReady) }]),
    appendEvents([{ name: "run.queued", environment, body }]),
  ]);
  yield* upsertAttempts(kept);
  // Steps that are kept are not done again; what they wrote must be there.
  if (run.retryOf !== null && kept.length > 0) yield* copyRunFiles(run.retryOf.run, id);
  return { run, isNew: true };
}

function* loadTwin(id: string): Query<Run> {
  const run = yield* loadRun(id);
  if (run === null) throw new Failure("not-found", "The run that this Idempotency-Key made is gone.");
  return run;
}

function queuedRun(
  { admission: _admission, ...given }: Omit<NewRun, "idempotency">,
  createdAt: Timestamp,
): Run {
  return {
    ...given,
    state: "queued",
    output: null,
    error: null,
    createdAt,
    startedAt: null,
    endedAt: null,
    wakeAt: null,
    cancelRequested: false,
    cost: 0,
    erasedAt: null,
  };
}

function rowOf(run: Run, { text, payload }: KeptValue) {
  const { id, environment, slug, version, content, manifest, revision, deploy, team, queue, priority } = run;
  return {
    id,
    environment,
    slug,
    version,
    content,
    manifest,
    revision,
    deploy,
    team,
    queue,
    priority,
    trigger: JSON.stringify(run.trigger),
    actor: JSON.stringify(run.actor),
    input: text,
    input_payload: payload?.digest ?? null,
    deadline_at: run.deadlineAt,
    created_at: run.createdAt,
    parent: run.parent === null ? null : JSON.stringify(run.parent),
    awaited_by: run.parent?.isAwaited === true ? run.parent.run : null,
    retry_of: run.retryOf === null ? null : JSON.stringify(run.retryOf),
    locks: run.locks.length === 0 ? "[]" : JSON.stringify(run.locks),
  };
}

function placeOf(given: NewRun, isReady: boolean) {
  const { account, concurrency } = given.admission;
  return {
    account,
    lane: laneOf(given),
    ready: isReady ? 1 : 0,
    concurrency_key: concurrency?.key ?? null,
    concurrency_limit: concurrency?.limit ?? null,
  };
}
