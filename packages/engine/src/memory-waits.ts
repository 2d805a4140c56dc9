import {
  type AnswerOutcome,
  type ApprovalAnswer,
  type Clock,
  fromTimestamp,
  isFinal,
  type NewEvent,
  type OpenApproval,
  replyOfEnd,
  runEvent,
  runStates,
  toTimestamp,
} from "@lockstep/model";

import { hasEnded } from "./journal.ts";
import { applyTransition, keyOf, type MemoryEntry } from "./memory-entry.ts";

type Entries = ReadonlyMap<string, MemoryEntry>;

interface Memory {
  readonly entries: Entries;
  readonly events: NewEvent[];
  readonly clock: Clock;
}

/** Gives the end of a run, where it has ended, to the attempt that awaits it. */
export function tellParent(entries: Entries, { run }: MemoryEntry, now: number): void {
  const { parent, state, output, error } = run;
  if (parent?.isAwaited !== true || !isFinal(runStates, state)) return;
  const above = entries.get(parent.run);
  const waiting = above?.attempts.get(keyOf(parent));
  if (above === undefined || waiting?.state !== "waiting" || waiting.reply !== null) return;
  const end =
    error === null
      ? ({ to: "completed", output } as const)
      : ({ to: state === "cancelled" ? "cancelled" : "failed", error } as const);
  above.attempts.set(keyOf(parent), { ...waiting, reply: replyOfEnd(run, end, toTimestamp(now)) });
}

/** Cancels a run and the runs it awaits; those that nobody holds end at once. */
export function cancelTree(memory: Memory, id: string): boolean {
  const entry = memory.entries.get(id);
  const isOpen = entry !== undefined && !isFinal(runStates, entry.run.state);
  if (isOpen) cancelOne(memory, entry);
  for (const { run } of memory.entries.values())
    if (run.parent?.run === id && run.parent.isAwaited) cancelTree(memory, run.id);
  return isOpen;
}

function cancelOne({ entries, events, clock }: Memory, entry: MemoryEntry): void {
  const isHeld = entry.run.state === "running";
  entry.run = { ...entry.run, cancelRequested: true };
  if (isHeld) return;
  const now = toTimestamp(clock.now());
  const error = { type: "cancelled", message: "The run was cancelled." } as const;
  for (const [key, attempt] of entry.attempts)
    if (!hasEnded(attempt))
      entry.attempts.set(key, { ...attempt, state: "cancelled", error, endedAt: now, retryAt: null });
  entry.token += 1;
  const end = { to: "cancelled", error } as const;
  applyTransition(entry, end, now);
  events.push(runEvent(entry.run, end));
  tellParent(entries, entry, clock.now());
}

/** Keeps a person's answer, once and in time. */
export function answerInMemory(
  entry: MemoryEntry | undefined,
  answer: ApprovalAnswer,
  now: number,
): AnswerOutcome {
  const attempt = entry?.attempts.get(keyOf(answer));
  if (entry === undefined || attempt?.waitsFor?.kind !== "person") return "not-waiting";
  if (attempt.reply !== null) return "answered";
  const isLate = attempt.retryAt !== null && fromTimestamp(attempt.retryAt) <= now;
  if (isLate && (attempt.state === "waiting" || attempt.state === "failed")) return "expired";
  if (attempt.state !== "waiting") return "not-waiting";
  const reply = { by: answer.by, at: toTimestamp(now), result: { output: answer.output } };
  entry.attempts.set(keyOf(answer), { ...attempt, reply });
  return "accepted";
}

/** What people are asked for in a run. */
export function openApprovals({ run, attempts }: MemoryEntry): readonly OpenApproval[] {
  const { id, environment, slug, version, team } = run;
  return [...attempts.values()].flatMap(
    ({ state, step, item, attempt, waitsFor, reply, startedAt, retryAt }) => {
      if (state !== "waiting" || waitsFor?.kind !== "person" || reply !== null) return [];
      const asked = {
        step,
        item,
        attempt,
        asked: waitsFor,
        since: startedAt ?? "",
        expiresAt: retryAt ?? "",
      };
      return [{ run: id, environment, slug, version, team, ...asked }];
    },
  );
}
