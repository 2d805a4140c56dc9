import type { Deploy } from "./deploy-queries.ts";
import type { ShownProblem } from "./problem-list.tsx";

/** Every problem of a plan and of its gates, each once. */
export function problemsOf({ plan, verdicts }: Pick<Deploy, "plan" | "verdicts">): readonly ShownProblem[] {
  const all = [...plan.problems, ...verdicts.flatMap(({ problems }) => problems ?? [])];
  const byPlace = all.map((one) => [`${one.code} ${one.file} ${one.path} ${one.message}`, one] as const);
  return [...new Map(byPlace).values()];
}
