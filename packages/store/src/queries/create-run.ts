import { Failure, type NewRun, type Run, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query, together } from "../database/query.ts";
import { jsonText } from "../rows/step-attempt-row.ts";
import { runs } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { claimIdempotencyKey } from "./claim-idempotency-key.ts";
import { loadRun } from "./load-run.ts";
import { readNow } from "./read-now.ts";

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
  ],
  computed: { state: sql`'queued'`, output: sql`'null'`, cancel_requested: sql`0`, fencing_token: sql`0` },
});

export interface CreatedRun {
  readonly run: Run;
  readonly isNew: boolean;
}

/** Makes a run durable, or finds the one that the same request made before. */
export function* createRun({ idempotency, ...given }: NewRun): Query<CreatedRun> {
  const twin = idempotency === null ? null : yield* claimIdempotencyKey(idempotency, given.id);
  if (twin !== null) return { run: yield* loadTwin(twin), isNew: false };
  const run = queuedRun(given, yield* readNow());
  const { id, environment, slug } = run;
  const queued = { name: "run.queued", environment, body: { run: id, slug } } as const;
  yield* together([inserted(insertion, [rowOf(run)]), appendEvents([queued])]);
  return { run, isNew: true };
}

function* loadTwin(id: string): Query<Run> {
  const run = yield* loadRun(id);
  if (run === null) throw new Failure("not-found", "The run that this Idempotency-Key made is gone.");
  return run;
}

function queuedRun(given: Omit<NewRun, "idempotency">, createdAt: Timestamp): Run {
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
  };
}

function rowOf(run: Run) {
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
    input: jsonText(run.input),
    deadline_at: run.deadlineAt,
    created_at: run.createdAt,
  };
}
