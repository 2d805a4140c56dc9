import type { Decision, Plan, Problem, Verdict } from "@lockstep/model";

import { countProblems, problemLine } from "../problem-line.ts";
import type { PlanInput } from "../report-input.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { listing, type Part } from "../text/fit-parts.ts";
import { comparePolicies } from "./compare-policies.ts";

/** What refuses the plan, each problem once, with what mends it. */
export function refusalParts(plan: Plan, decision: Decision): readonly Part[] {
  const refusals = decision.verdicts.filter(({ verdict }) => verdict === "refused");
  const problems = withoutRepetitions([...plan.problems, ...refusals.flatMap(problemsOf)]);
  return [
    listing({ head: "### Gates that refuse\n", thing: "gate", items: refusals, line: closedLine }),
    listing({ head: "### Problems\n", thing: "problem", items: problems, line: problemLine, mostRows: 20 }),
  ];
}

/** Gates that will be closed after the merge, with what opens each. */
export function waitingPart(decision: Decision): Part {
  const waits = decision.verdicts.filter(({ verdict }) => verdict === "waiting");
  return listing({ head: "### Gates that will wait\n", thing: "gate", items: waits, line: closedLine });
}

/** Every gate that the policy asks for. */
export function allGatesPart({ verdicts }: Decision): Part {
  return listing({
    head: "### Every gate\n\n| gate | verdict | because |\n| --- | --- | --- |",
    thing: "gate",
    items: verdicts.filter(isAskedFor),
    line: ({ gate, verdict, because }) => `| ${codeSpan(gate)} | ${verdict} | ${escapeMarkdown(because)} |`,
  });
}

/** What merging changes in the policy, which it is not judged by yet. */
export function policyPart({ policy, desired }: PlanInput): Part {
  return listing({
    head: "### Policy changes, judged by the old policy\n",
    thing: "setting",
    items: comparePolicies(policy, desired),
    line: ({ setting, before, after }) =>
      `- ${escapeMarkdown(setting)} ${escapeMarkdown(before)} → ${escapeMarkdown(after)}`,
  });
}

function closedLine(verdict: Verdict): string {
  const head = `- ${codeSpan(verdict.gate)}: ${reasonOf(verdict)}`;
  if (verdict.verdict === "open") return head;
  const opensAt = verdict.verdict === "waiting" ? verdict.opensAt : null;
  const from = opensAt === null ? "" : ` (from ${codeSpan(opensAt)})`;
  return `${head} **Next:** ${escapeMarkdown(verdict.next)}${from}`;
}

/** Where a gate refuses for problems, its sentence repeats the first of them. */
function reasonOf(verdict: Verdict): string {
  if (verdict.verdict !== "refused" || verdict.problems.length === 0) return escapeMarkdown(verdict.because);
  return `${countProblems(verdict.problems)}, below.`;
}

/** A gate that an environment does not ask for says so in its sentence; it has no other mark. */
function isAskedFor({ verdict, because }: Verdict): boolean {
  return verdict !== "open" || !because.endsWith("does not ask for it here");
}

function problemsOf(verdict: Verdict): readonly Problem[] {
  return verdict.verdict === "open" ? [] : verdict.problems;
}

function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = problems.map((one) => [`${one.code} ${one.file} ${one.path} ${one.message}`, one] as const);
  return [...new Map(byPlace).values()];
}
