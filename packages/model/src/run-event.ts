import type { NewEvent } from "./event.ts";
import type { RunTransition } from "./ports/run-store.ts";
import type { Run } from "./run.ts";

/** Of whom an event of a run tells: where it came from and what it executes. */
export type RunInEvent = Pick<
  Run,
  "id" | "slug" | "version" | "deploy" | "environment" | "trigger" | "actor"
>;

/**
 * What others are told when a run ends or parks. Events hold no run data: they outlive its erasure. What an error says
 * is in the run.
 */
export function runEvent(run: RunInEvent, state: Exclude<RunTransition, { to: "running" }>): NewEvent {
  const { id, slug, version, deploy, environment, trigger, actor } = run;
  const body = { run: id, slug, version, deploy, trigger: { ...trigger }, actor: { ...actor } };
  switch (state.to) {
    case "waiting":
      return { name: "run.waiting", environment, body: { ...body, wakeAt: state.wakeAt } };
    case "completed":
      return { name: "run.completed", environment, body };
    case "failed":
    case "cancelled": {
      const { type, step = null } = state.error;
      const error = { type, step };
      return { name: `run.${state.to}`, environment, body: { ...body, error } };
    }
  }
}
