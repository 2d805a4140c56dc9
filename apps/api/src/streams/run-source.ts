import {
  isFinal,
  type LogLevel,
  type Run,
  type RunHead,
  runStates,
  type RunStore,
  type StoredLogLine,
} from "@lockstep/model";

import { runEvents, type ToldRun } from "./run-events.ts";
import { formatPosition, isAfter, ranks, type RunPosition } from "./run-position.ts";
import type { RunWatch } from "./run-watch.ts";
import type { StreamEvent, StreamSource } from "./stream-event.ts";

/** Which part of a run's log is told beside the events of its steps. */
interface LogWish {
  readonly levels: readonly LogLevel[];
}

export interface RunSourceRequest {
  readonly runs: Pick<RunStore, "load" | "loadHeads" | "listLogs">;
  readonly watch: RunWatch;
  readonly run: Run;
  /** Everything behind this is told. */
  readonly after: RunPosition;
  readonly step: string | null;
  /** `null` tells events only. */
  readonly logs: LogWish | null;
  readonly ended: AbortSignal;
}

/** Lines read at once; each is cut to 8 KB, so a follower costs at most this much memory. */
const batch = 50;

/**
 * Everything that happens in one run, from its acceptance to its end, read from its row and its log. Nothing is
 * written for it, so following costs the run nothing, and what was told once is told in the same way again.
 */
export function createRunSource(request: RunSourceRequest): StreamSource {
  const { runs, watch, run, step, logs, ended } = request;
  const told = runEvents(run);
  let seen = request.after;
  let lastAt = run.startedAt ?? run.createdAt;
  let isOver = false;

  /** Moves on to an event, unless it was told before. */
  function tell(at: RunPosition, event: (id: string) => StreamEvent): readonly StreamEvent[] {
    if (!isAfter(at, seen)) return [];
    seen = at;
    return [event(formatPosition(at))];
  }

  function tellBeginning(head: RunHead): readonly StreamEvent[] {
    const queued = tell({ line: 0, rank: ranks.line }, told.queued);
    const { startedAt } = head;
    if (startedAt === null) return queued;
    return [...queued, ...tell({ line: 0, rank: ranks.started }, told.started(startedAt))];
  }

  async function tellLines(): Promise<{ readonly events: readonly StreamEvent[]; readonly isAll: boolean }> {
    const filter = {
      step,
      levels: logs?.levels ?? [],
      isEventOnly: logs === null,
      after: Math.max(0, seen.line),
    };
    const { items, next } = await runs.listLogs(run.id, filter, { limit: batch, cursor: null });
    lastAt = items.at(-1)?.at ?? lastAt;
    const events = items.flatMap((line: StoredLogLine) =>
      tell({ line: line.position, rank: ranks.line }, told.line(line)),
    );
    return { events, isAll: next === null };
  }

  async function tellEnd(head: RunHead): Promise<readonly StreamEvent[]> {
    if (head.state === "waiting")
      return tell({ line: seen.line, rank: ranks.waiting }, told.waiting(head, lastAt));
    if (!isFinal(runStates, head.state)) return [];
    isOver = true;
    const now: ToldRun | null = await runs.load(run.id);
    return now === null ? [] : tell({ line: seen.line, rank: ranks.ended }, told.ended(now));
  }

  return {
    async read(waitMs) {
      if (isOver) return null;
      // The head first: what is written before the end is then surely among the lines.
      const [head] = await runs.loadHeads([run.id]);
      if (head === undefined) return null;
      const beginning = tellBeginning(head);
      const { events, isAll } = await tellLines();
      const end = isAll ? await tellEnd(head) : [];
      const all = [...beginning, ...events, ...end];
      if (all.length === 0 && !isOver) await watch.untilMoved(head, waitMs, ended);
      return isOver && all.length === 0 ? null : all;
    },
  };
}
