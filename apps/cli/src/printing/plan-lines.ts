import { describePlan } from "@lockstep/diff";
import type { Change, Decision, Plan, Problem, Verdict, VersionPointer } from "@lockstep/model";

import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { differenceLines } from "./difference-lines.ts";
import { shortRevision } from "./short-names.ts";
import { stateText } from "./state-text.ts";
import { verdictLines } from "./verdict-lines.ts";

/** A plan for people: where from and to, each change with its differences, problems (and others), and every gate. */
export function planLines(
  plan: Plan,
  verdicts: readonly Verdict[],
  others: readonly Problem[] = [],
): readonly Text[] {
  return [
    headLine(plan),
    ...changeLines(plan.changes),
    ...verdictLines(verdicts, [...plan.problems, ...others]),
    "",
    [styled("dim", "plan hash "), plan.hash],
  ];
}

/** Whether the plan may be applied, in one or two lines. */
export function decisionLines(decision: Decision): readonly Text[] {
  if (decision.outcome === "admitted") return [styled("green", "Every gate is open.")];
  const gates = decision.verdicts
    .filter(({ verdict }) => verdict === decision.outcome)
    .map(({ gate }) => gate);
  return [[stateText(decision.outcome), " by ", gates.join(", ")], nextLine(decision.next)];
}

/** What to do next, the same way everywhere. */
export function nextLine(next: string): Text {
  return [styled("green", "next: "), next];
}

function headLine({ environment, base, target, ...plan }: Plan): Text {
  const way = `${shortRevision(base.revision)} → ${shortRevision(target.revision)}`;
  return [styled("bold", environment), " ", way, ": ", styled("bold", describePlan(plan))];
}

/** Each change with its differences. */
export function changeLines(changes: readonly Change[]): readonly Text[] {
  const heads = alignColumns(
    changes.map(({ kind, slug, from, to }) => [
      ["  ", stateText(kind)],
      styled("bold", slug),
      describeMove(from, to),
    ]),
  );
  return changes.flatMap((change, index) => [heads[index] ?? "", ...differenceLines(change.differences)]);
}

function describeMove(from: VersionPointer | null, to: VersionPointer | null): string {
  const versions = [from, to].flatMap((pointer) => (pointer === null ? [] : pointer.version));
  return [...new Set(versions)].join(" → ");
}
