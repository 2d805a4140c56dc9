import type { Problem, Verdict } from "@lockstep/model";

import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { countProblems, problemLines } from "./problem-lines.ts";
import { stateText } from "./state-text.ts";

/** Every problem once, then gate by gate whether it is open, why, and what opens it; not the gates nobody asks for. */
export function verdictLines(verdicts: readonly Verdict[], others: readonly Problem[] = []): readonly Text[] {
  const asked = verdicts.filter(isAskedFor);
  const heads = alignColumns(
    asked.map((verdict) => [["  ", verdict.gate], stateText(verdict.verdict), reasonOf(verdict)]),
  );
  return [
    ...problemLines(withoutRepetitions([...others, ...verdicts.flatMap(problemsOf)])),
    ...(asked.length === 0 ? [] : ["", styled("dim", "gates")]),
    ...asked.flatMap((verdict, index) => [heads[index] ?? "", ...adviceLines(verdict)]),
  ];
}

/** A gate that an environment does not ask for says so in its sentence; it has no other mark. */
function isAskedFor({ verdict, because }: Verdict): boolean {
  return verdict !== "open" || !because.endsWith("does not ask for it here");
}

/** Where a gate has problems, its sentence repeats one of them. */
function reasonOf(verdict: Verdict): Text {
  if (verdict.verdict === "open") return styled("dim", verdict.because);
  return verdict.problems.length > 0 ? `${countProblems(verdict.problems)}, see above` : verdict.because;
}

function adviceLines(verdict: Verdict): readonly Text[] {
  if (verdict.verdict === "open") return [];
  const opens = verdict.verdict === "waiting" && verdict.opensAt !== null ? ` (from ${verdict.opensAt})` : "";
  return [["      ", styled("green", "next: "), verdict.next, opens]];
}

function problemsOf(verdict: Verdict): readonly Problem[] {
  return verdict.verdict === "open" ? [] : verdict.problems;
}

function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = problems.map((one) => [`${one.code} ${one.file} ${one.path} ${one.message}`, one] as const);
  return [...new Map(byPlace).values()];
}
