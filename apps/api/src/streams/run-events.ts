import type { JsonObject, Run, RunHead, StoredLogLine, Timestamp } from "@lockstep/model";

import type { StreamEvent } from "./stream-event.ts";

/** Longest text in an event, whose body stays below 16 KB. */
const longestText = 8_000;

export type ToldRun = Pick<Run, "state" | "error" | "endedAt">;

type Telling = (id: string) => StreamEvent;

/** The events of one run, each with the run's provenance. */
export interface RunEvents {
  readonly queued: Telling;
  started(at: Timestamp): Telling;
  waiting(head: RunHead, at: Timestamp): Telling;
  line(line: StoredLogLine): Telling;
  ended(run: ToldRun): Telling;
}

export function runEvents(run: Run): RunEvents {
  const { environment } = run;
  const provenance = provenanceOf(run);
  const event =
    (name: StreamEvent["name"], at: Timestamp, body: JsonObject): Telling =>
    (id) => ({ id, name, at, environment, body: { ...provenance, ...body } });
  return {
    queued: event("run.queued", run.createdAt, {}),
    started: (at) => event("run.started", at, {}),
    waiting: ({ wakeAt }, at) => event("run.waiting", at, { wakeAt }),
    line: ({ event: what, step, at, level, message }) => {
      const text = message.slice(0, longestText);
      if (what === undefined) return event("log", at, { step, level, message: text });
      const { name, item, attempt } = what;
      return event(name, at, { step, item, attempt, level, message: text });
    },
    ended: ({ state, error, endedAt }) =>
      event(endOf(state), endedAt ?? run.createdAt, error === null ? {} : { error: shortened(error) }),
  };
}

function provenanceOf({ id, slug, version, content, manifest, revision, deploy, trigger, actor }: Run) {
  return {
    run: id,
    slug,
    version,
    content,
    manifest,
    revision,
    deploy,
    trigger: { ...trigger },
    actor: { ...actor },
  };
}

function endOf(state: Run["state"]): "run.completed" | "run.failed" | "run.cancelled" {
  return state === "completed" || state === "cancelled" ? `run.${state}` : "run.failed";
}

function shortened({ type, message, step }: NonNullable<Run["error"]>): JsonObject {
  return { type, message: message.slice(0, longestText), step: step ?? null };
}
