import type { Tone } from "../design/tone.ts";
import type { Change } from "./deploy-queries.ts";

/** How strong a class of change is, as a colour. */
export const classTones: Readonly<Record<NonNullable<Change["class"]>, Tone>> = {
  relabel: "idle",
  retune: "idle",
  retrigger: "info",
  reassign: "info",
  content: "info",
  shape: "warn",
  contract: "bad",
};

/** `1.0.0 → 1.1.0`; one version where both sides have the same. */
export function moveOf({ kind, from, to }: Pick<Change, "kind" | "from" | "to">): string {
  if (kind === "create") return `${to?.version ?? ""} (new)`;
  if (kind === "prune") return `${from?.version ?? ""} → removed`;
  return [...new Set([from, to].flatMap((side) => (side === null ? [] : side.version)))].join(" → ");
}

/** A plan in a line, such as `2 updates, 1 prune`. */
export function describeChanges(changes: readonly Pick<Change, "kind">[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const told = [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`);
  return told.length === 0 ? "no changes" : told.join(", ");
}
