import {
  describeWait,
  type Run,
  type RunError,
  type RunState,
  runStates,
  type RunSummary,
  type WaitReason,
} from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, json, list, nullable, oneOf, revision, slug, timestamp, version } from "./fields.ts";

/** In lists, so that a page of 100 KB has room for more than one. */
const longestMessage = 4_000;
const largestDetails = 4_000;

export const runStatus = oneOf(Object.keys(runStates) as RunState[]);

export const triggerType = oneOf(["api", "cron", "webhook", "pipeline", "event", "cli"]);

export const actorView = Type.Object({
  kind: oneOf(["user", "token", "webhook", "controller", "cron", "trigger"]),
  id: Type.String(),
});

export const runErrorView = Type.Object({
  type: Type.String(),
  message: Type.String(),
  step: Type.Optional(Type.String()),
  details: Type.Optional(json),
  retryAfterMs: Type.Optional(
    Type.Integer({ description: "How long the other side asked to be left alone." }),
  ),
});

const summary = {
  id,
  status: runStatus,
  environment: slug,
  slug,
  version,
  content: checksum,
  manifest: checksum,
  revision,
  deploy: id,
  trigger: Type.Object({
    type: triggerType,
    id: nullable(Type.String()),
  }),
  actor: actorView,
  team: nullable(Type.String()),
  queue: Type.String(),
  priority: Type.Integer(),
  error: nullable(runErrorView),
  createdAt: timestamp,
  startedAt: nullable(timestamp),
  endedAt: nullable(timestamp),
  wakeAt: nullable(timestamp),
  deadlineAt: timestamp,
  cancelRequested: Type.Boolean(),
  cost: Type.Number({
    description: "Sum of what its ended step attempts cost, in the currency of their prices.",
  }),
  parent: nullable(
    Type.Object(
      {
        run: id,
        step: Type.String(),
        item: Type.Integer(),
        attempt: Type.Integer(),
        isAwaited: Type.Boolean({ description: "Whether the step waits for the end of this run." }),
        ancestors: list(slug),
      },
      { description: "The step that started this run." },
    ),
  ),
  retryOf: nullable(Type.String({ description: "Id of the run that this one takes up again." })),
  waitsFor: nullable(
    Type.String({
      description: "Why it does not run yet; only where runs are read, and while it waits for its turn.",
    }),
  ),
  erasedAt: Type.Union([timestamp, Type.Null()], {
    description: "When input, output and logs were removed; `/erasures` says by whom and why.",
  }),
};

/** A run in a list, with its provenance and without what went in and came out. */
export const runSummaryView = Type.Object(summary, { $id: "RunSummary" });

/** A run with its provenance, input and output. */
export const runView = Type.Object(
  { ...summary, input: json, output: Type.Unknown({ description: "null until the run has completed." }) },
  { $id: "Run" },
);

export const runResponse = Type.Object({ run: runView });

export function presentRunSummary(run: RunSummary, reason?: WaitReason): Static<typeof runSummaryView> {
  const { state, locks: _locks, retryOf, error, ...rest } = run;
  const waitsFor = reason === undefined ? null : describeWait(reason);
  return { status: state, ...rest, error: shortened(error), retryOf: retryOf?.run ?? null, waitsFor };
}

/** A list holds what went wrong, not all that is known of it. */
export function shortened(error: RunError | null): RunError | null {
  if (error === null) return null;
  const { details, message, ...rest } = error;
  const isSmall = details === undefined || JSON.stringify(details).length <= largestDetails;
  return {
    ...rest,
    message: message.slice(0, longestMessage),
    ...(details === undefined || !isSmall ? {} : { details }),
  };
}

export function presentRun({ input, output, ...summary }: Run, reason?: WaitReason): Static<typeof runView> {
  return { ...presentRunSummary(summary, reason), error: summary.error, input, output };
}
