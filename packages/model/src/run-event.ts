import type { NewEvent } from "./event.ts";
import type { RunTransition } from "./ports/run-store.ts";
import type { Run } from "./run.ts";

/** Longest error message in an event, whose body stays below 16 KB. */
const longestMessage = 1_000;

/** What others are told when a run ends or parks. */
export function runEvent(
  run: Pick<Run, "id" | "slug" | "version" | "deploy" | "environment">,
  state: Exclude<RunTransition, { to: "running" }>,
): NewEvent {
  const { id, slug, version, deploy, environment } = run;
  const body = { run: id, slug, version, deploy };
  switch (state.to) {
    case "waiting":
      return { name: "run.waiting", environment, body: { ...body, wakeAt: state.wakeAt } };
    case "completed":
      return { name: "run.completed", environment, body };
    case "failed":
    case "cancelled": {
      const { type, message, step = null } = state.error;
      const error = { type, message: message.slice(0, longestMessage), step };
      return { name: `run.${state.to}`, environment, body: { ...body, error } };
    }
  }
}
