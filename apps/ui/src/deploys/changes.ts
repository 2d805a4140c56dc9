import type { Change } from "./deploy-queries.ts";

/** A plan in a line, such as `2 updates, 1 prune`. */
export function describeChanges(changes: readonly Pick<Change, "kind">[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const told = [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`);
  return told.length === 0 ? "no changes" : told.join(", ");
}
