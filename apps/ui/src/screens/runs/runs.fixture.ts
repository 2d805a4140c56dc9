import type { RunDetails } from "../run/run-queries.ts";

const revision = "3f1c2ab4".repeat(5);

/** A run that completed, changed as told. */
export function runOf(id: string, more: Partial<RunDetails> = {}): RunDetails {
  return {
    id,
    status: "completed",
    environment: "staging",
    slug: "invoices",
    version: "1.0.0",
    content: `sha256:${"a".repeat(64)}`,
    manifest: `sha256:${"b".repeat(64)}`,
    revision,
    deploy: "deploy-1",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:bob" },
    team: null,
    queue: "default",
    priority: 5,
    error: null,
    createdAt: "2026-02-03T14:00:00.000Z",
    startedAt: "2026-02-03T14:00:00.100Z",
    endedAt: "2026-02-03T14:00:01.100Z",
    wakeAt: null,
    deadlineAt: "2026-02-04T14:00:00.000Z",
    cancelRequested: false,
    cost: 0,
    parent: null,
    retryOf: null,
    waitsFor: null,
    erasedAt: null,
    input: { name: "Ada" },
    output: { greeting: "Hello" },
    ...more,
  };
}
