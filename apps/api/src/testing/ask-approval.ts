import type { OrgStore, StepAttempt } from "@lockstep/model";

import { claimRun } from "./end-run.ts";

/** The form of what {@link askApproval} asks. */
export const approvalForm = {
  type: "object",
  required: ["approved", "note"],
  properties: { approved: { type: "boolean" }, note: { type: "string" }, tier: { default: "low" } },
  additionalProperties: false,
};

const later = "2999-01-01T00:00:00.000Z";

/** Lets the queued run ask, as the runner does for an approval step `ask`. */
export async function askApproval(store: OrgStore, ...items: readonly Partial<StepAttempt>[]): Promise<void> {
  const { run, fencingToken } = await claimRun(store);
  const attempts = items.map((more): StepAttempt => ({
    run: run.id,
    step: "ask",
    item: -1,
    attempt: 1,
    state: "waiting",
    output: null,
    error: null,
    startedAt: "2026-02-03T14:00:00.000Z",
    endedAt: null,
    retryAt: later,
    usage: null,
    waitsFor: {
      kind: "person",
      prompt: "Ship?",
      assignees: ["team:ops", "token:named"],
      form: approvalForm,
    },
    reply: null,
    ...more,
  }));
  const state = { to: "waiting", wakeAt: later } as const;
  const nothing = { logs: [], events: [], children: [], abandoned: [] };
  await store.runs.write([{ run: run.id, fencingToken, attempts, state, ...nothing }]);
}
