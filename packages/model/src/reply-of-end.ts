import type { RunTransition } from "./ports/run-store.ts";
import type { Reply, Run, RunError } from "./run.ts";

type End = Extract<RunTransition, { readonly to: "completed" | "failed" | "cancelled" }>;

/** What the step that awaits a run hears of its end; an error names the run and keeps its own error as `details`. */
export function replyOfEnd(run: Pick<Run, "id" | "slug" | "version">, end: End, at: string): Reply {
  const result = end.to === "completed" ? { output: end.output } : { error: errorOf(run, end) };
  return { by: run.id, at, result };
}

function errorOf(
  { id, slug, version }: Pick<Run, "id" | "slug" | "version">,
  { to, error }: Exclude<End, { readonly to: "completed" }>,
): RunError {
  const { type, message, step = null } = error;
  const what = to === "failed" ? `failed: ${message}` : "was cancelled.";
  return {
    type: "execution",
    message: `The run ${id} of ${slug}@${version} ${what}`,
    details: { run: id, status: to, error: { type, message, step } },
  };
}
