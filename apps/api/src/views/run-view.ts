import { type Run, type RunState, runStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, json, nullable, oneOf, revision, slug, timestamp, version } from "./fields.ts";

export const runStatus = oneOf(Object.keys(runStates) as RunState[]);

export const actorView = Type.Object({
  kind: oneOf(["user", "token", "webhook", "controller", "cron", "trigger"]),
  id: Type.String(),
});

export const runErrorView = Type.Object({
  type: Type.String(),
  message: Type.String(),
  step: Type.Optional(Type.String()),
  details: Type.Optional(json),
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
    type: oneOf(["api", "cron", "webhook", "pipeline", "event", "cli"]),
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
};

/** A run in a list, with its provenance and without what went in and came out. */
export const runSummaryView = Type.Object(summary, { $id: "RunSummary" });

/** A run with its provenance, input and output. */
export const runView = Type.Object(
  { ...summary, input: json, output: Type.Unknown({ description: "null until the run has completed." }) },
  { $id: "Run" },
);

export const runResponse = Type.Object({ run: runView });

export function presentRunSummary(run: Run): Static<typeof runSummaryView> {
  const { state, input: _input, output: _output, ...rest } = run;
  return { status: state, ...rest };
}

export function presentRun(run: Run): Static<typeof runView> {
  return { ...presentRunSummary(run), input: run.input, output: run.output };
}
