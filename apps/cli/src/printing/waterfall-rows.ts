import { type Clock, fromTimestamp, type RunError, type Usage } from "@lockstep/model";

import type { AttemptView } from "../org/responses.ts";
import { groupBy } from "./group-by.ts";
import { isLoop } from "./is-loop.ts";

/** A stretch of a row: an attempt, or the waiting before one. Instants are in milliseconds. */
export interface Stretch {
  readonly kind: "ran" | "failed" | "running" | "waited";
  readonly from: number;
  readonly to: number;
}

/** One line of the waterfall: a step, or one item of its `forEach`. */
export interface WaterfallRow {
  readonly name: string;
  readonly status: AttemptView["status"];
  readonly tries: number;
  /** Of a step with `forEach`, `null` where they are not among the attempts; else 0. */
  readonly items: number | null;
  readonly error: RunError | null;
  /** Of all tries and items together; `null` where no model was asked. */
  readonly usage: Usage | null;
  /** The attempt that waits right now; `null` while none does. */
  readonly waiting: AttemptView | null;
  readonly stretches: readonly Stretch[];
}

/** Items of one step that get a line of their own; the others show in the step's line only. */
const mostItems = 5;

/** The steps of a run in the order in which they began, each with its tries and, where they tell something, its items. */
export function waterfallRows(attempts: readonly AttemptView[], clock: Clock): readonly WaterfallRow[] {
  const steps = groupBy(attempts, ({ step }) => step);
  const rows = [...steps].map(([step, own]) => rowsOfStep(step, own, clock));
  return rows.sort((a, b) => a.at - b.at).flatMap(({ lines }) => lines);
}

function rowsOfStep(
  step: string,
  attempts: readonly AttemptView[],
  clock: Clock,
): { readonly at: number; readonly lines: readonly WaterfallRow[] } {
  const items = groupBy(
    attempts.filter(({ item }) => item >= 0),
    ({ item }) => item,
  );
  const itemRows = [...items].map(([item, own]) => rowOf(`${step}[${item}]`, own, clock));
  const own = rowOf(step, attempts, clock);
  const telling = itemRows.filter(({ status, tries }) => status !== "completed" || tries > 1);
  const shown = itemRows.length <= mostItems ? itemRows : telling.slice(0, mostItems);
  const at = attempts.reduce(
    (least, { startedAt, endedAt }) => Math.min(least, instantOf(startedAt ?? endedAt, clock)),
    Infinity,
  );
  if (items.size === 0) return { at, lines: [own] };
  return { at, lines: [{ ...own, tries: 1, items: items.size }, ...shown.map(indented)] };
}

function indented(row: WaterfallRow): WaterfallRow {
  return { ...row, name: `  ${row.name}` };
}

function rowOf(name: string, attempts: readonly AttemptView[], clock: Clock): WaterfallRow {
  const ordered = [...attempts].sort((a, b) => a.attempt - b.attempt);
  const verdict = ordered.find(({ item, attempt }) => item === -1 && attempt === 0);
  const last = verdict ?? ordered.at(-1);
  const tries = ordered.filter(({ attempt, startedAt }) => attempt > 0 && startedAt !== null);
  const stretches = [...groupBy(ordered, ({ item }) => item).values()].flatMap((own) =>
    stretchesOf(own, clock),
  );
  // Without its items, a `forEach` is as long as its own row says.
  const loop = tries.length === 0 ? ordered.filter(isLoop) : [];
  return {
    name,
    status: last?.status ?? "pending",
    tries: tries.length,
    items: loop.length > 0 ? null : 0,
    error: last?.error ?? null,
    usage: usageOf(ordered),
    waiting: ordered.find(({ status }) => status === "waiting") ?? null,
    stretches: [...stretches, ...loop.flatMap((own) => stretchOf(own, clock))],
  };
}

function usageOf(attempts: readonly AttemptView[]): Usage | null {
  return attempts.reduce<Usage | null>((sum, { usage }) => {
    if (sum === null || usage === null) return sum ?? usage;
    const cost = sum.cost === null && usage.cost === null ? null : (sum.cost ?? 0) + (usage.cost ?? 0);
    return {
      inputTokens: sum.inputTokens + usage.inputTokens,
      outputTokens: sum.outputTokens + usage.outputTokens,
      cost,
    };
  }, null);
}

/** The tries of one thing one after the other, with the waiting between them. */
function stretchesOf(attempts: readonly AttemptView[], clock: Clock): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let endedAt: number | null = null;
  for (const attempt of attempts.filter(({ attempt: number }) => number > 0)) {
    const from = attempt.startedAt === null ? clock.now() : fromTimestamp(attempt.startedAt);
    if (endedAt !== null && from > endedAt) stretches.push({ kind: "waited", from: endedAt, to: from });
    if (attempt.startedAt === null) continue;
    endedAt = instantOf(attempt.endedAt, clock);
    stretches.push(...stretchOf(attempt, clock));
  }
  return stretches;
}

function stretchOf(attempt: AttemptView, clock: Clock): readonly Stretch[] {
  const { startedAt, endedAt } = attempt;
  if (startedAt === null) return [];
  return [{ kind: kindOf(attempt), from: fromTimestamp(startedAt), to: instantOf(endedAt, clock) }];
}

function kindOf({ status, endedAt }: AttemptView): Stretch["kind"] {
  if (endedAt === null) return status === "waiting" ? "waited" : "running";
  return status === "completed" ? "ran" : "failed";
}

function instantOf(timestamp: string | null, clock: Clock): number {
  return timestamp === null ? clock.now() : fromTimestamp(timestamp);
}
