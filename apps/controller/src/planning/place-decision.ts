import type { Decision, Problem, Verdict } from "@lockstep/model";

/** Looks up line and column of problems. */
export type Place = (problems: readonly Problem[]) => Promise<readonly Problem[]>;

/** A decision whose problems say the line: gates know manifests only by what was compiled. */
export async function placeDecision(decision: Decision, place: Place): Promise<Decision> {
  const verdicts: Verdict[] = [];
  for (const verdict of decision.verdicts) verdicts.push(await placeVerdict(verdict, place));
  if (decision.outcome !== "refused") return { ...decision, verdicts };
  const problems = verdicts.flatMap((verdict) => (verdict.verdict === "refused" ? verdict.problems : []));
  return { ...decision, verdicts, problems };
}

async function placeVerdict(verdict: Verdict, place: Place): Promise<Verdict> {
  if (verdict.verdict === "open" || verdict.problems.length === 0) return verdict;
  return { ...verdict, problems: await place(verdict.problems) };
}
