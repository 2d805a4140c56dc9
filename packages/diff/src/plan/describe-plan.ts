import { changeKinds, type ChangeKind, type Plan } from "@lockstep/model";

/** One line: `2 updates, 1 create, 1 prune`; `no changes` for an empty plan. */
export function describePlan({ changes }: Pick<Plan, "changes">): string {
  const counts = new Map<ChangeKind, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const told = changeKinds.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : `${count} ${kind}${count === 1 ? "" : "s"}`;
  });
  return told.length === 0 ? "no changes" : told.join(", ");
}
