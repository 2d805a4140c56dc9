import {
  type ClaimedRun,
  type Clock,
  Failure,
  fromTimestamp,
  isFinal,
  type JournalEntry,
  type NewEvent,
  type NewRun,
  type Run,
  runStates,
  type RunStore,
  toTimestamp,
} from "@lockstep/model";

import {
  applyTransition,
  countStates,
  dueAt,
  entryOf,
  matches,
  type MemoryEntry,
  recordAttempt,
} from "./memory-entry.ts";
import { pageOf } from "./memory-page.ts";

/** A journal that lasts as long as the process: for running a pipeline from a file, and for tests. */
export interface MemoryRunStore extends RunStore {
  /** Everything said through entries so far, oldest first. */
  readonly events: readonly NewEvent[];
}

const idempotencyMs = 86_400_000;

export function createMemoryRunStore(clock: Clock): MemoryRunStore {
  const entries = new Map<string, MemoryEntry>();
  const events: NewEvent[] = [];

  function findTwin({ idempotency }: NewRun): MemoryEntry | undefined {
    if (idempotency === null) return undefined;
    return [...entries.values()].find(
      ({ idempotency: other, run }) =>
        other?.scope === idempotency.scope &&
        other.key === idempotency.key &&
        clock.now() - fromTimestamp(run.createdAt) < idempotencyMs,
    );
  }

  function create(newRun: NewRun): { run: Run; isNew: boolean } {
    const twin = findTwin(newRun);
    if (twin === undefined) {
      const entry = entryOf(newRun, clock.now());
      entries.set(newRun.id, entry);
      events.push({
        name: "run.queued",
        environment: newRun.environment,
        body: { run: newRun.id, slug: newRun.slug },
      });
      return { run: entry.run, isNew: true };
    }
    if (twin.idempotency?.body === newRun.idempotency?.body) return { run: twin.run, isNew: false };
    const message = "This Idempotency-Key was used for another request; take a new key for a new request.";
    throw new Failure("unprocessable", message, { code: "IDEMPOTENCY_MISMATCH" });
  }

  function claim(request: Parameters<RunStore["claim"]>[0]): readonly ClaimedRun[] {
    const now = clock.now();
    const due = [...entries.values()].filter(
      (entry) => dueAt(entry) <= now && (request.queues?.includes(entry.run.queue) ?? true),
    );
    due.sort((a, b) => b.run.priority - a.run.priority || (a.run.id < b.run.id ? -1 : 1));
    return due.slice(0, request.limit).map((entry) => take(entry, request));
  }

  function claimNamed(request: Parameters<RunStore["claimNamed"]>[0]): readonly ClaimedRun[] {
    const now = clock.now();
    const own = new Set(held(request.holder, request.ids));
    return [...entries.values()]
      .filter((entry) => request.ids.includes(entry.run.id) && (own.has(entry) || dueAt(entry) <= now))
      .map((entry) => take(entry, request));
  }

  function take(entry: MemoryEntry, by: { readonly holder: string; readonly leaseMs: number }): ClaimedRun {
    const now = clock.now();
    entry.holder = by.holder;
    entry.token += 1;
    entry.leaseEndsAt = now + by.leaseMs;
    const startedAt = entry.run.startedAt ?? toTimestamp(now);
    entry.run = { ...entry.run, state: "running", startedAt, wakeAt: null };
    return { run: entry.run, fencingToken: entry.token, attempts: [...entry.attempts.values()] };
  }

  function write(journalEntry: JournalEntry): "written" | "fenced" {
    const entry = entries.get(journalEntry.run);
    if (entry === undefined || entry.token !== journalEntry.fencingToken || entry.run.state !== "running")
      return "fenced";
    for (const attempt of journalEntry.attempts) recordAttempt(entry, attempt);
    entry.logs.push(...journalEntry.logs);
    events.push(...journalEntry.events);
    if (journalEntry.state !== null) applyTransition(entry, journalEntry.state, toTimestamp(clock.now()));
    return "written";
  }

  function held(holder: string, ids: readonly string[]): MemoryEntry[] {
    return ids.flatMap((id) => {
      const entry = entries.get(id);
      return entry?.holder === holder && entry.run.state === "running" ? [entry] : [];
    });
  }

  return {
    events,
    create: async (run) => create(run),
    claim: async (request) => claim(request),
    claimNamed: async (request) => claimNamed(request),
    renew: async (holder, ids, leaseMs) => {
      const own = held(holder, ids);
      for (const entry of own) entry.leaseEndsAt = clock.now() + leaseMs;
      return new Map(own.map(({ run }) => [run.id, { cancelRequested: run.cancelRequested }]));
    },
    release: async (holder, ids) => {
      for (const entry of held(holder, ids)) entry.leaseEndsAt = 0;
    },
    write: async (batch) => batch.map(write),
    load: async (id) => entries.get(id)?.run ?? null,
    loadAttempts: async (id) => [...(entries.get(id)?.attempts.values() ?? [])],
    listLogs: async (id, { step, level }, page) => {
      const logs = entries.get(id)?.logs ?? [];
      return pageOf(
        logs.filter((line) => (step ?? line.step) === line.step && (level ?? line.level) === line.level),
        page,
      );
    },
    list: async (filter, page) => {
      const runs = [...entries.values()].map(({ run }) => run).filter((run) => matches(run, filter));
      return pageOf(
        runs.sort((a, b) => (a.id < b.id ? 1 : -1)),
        page,
      );
    },
    nextDue: async () => {
      const next = Math.min(...[...entries.values()].map(dueAt));
      return Number.isFinite(next) ? toTimestamp(next) : null;
    },
    counts: async () => countStates([...entries.values()].map(({ run }) => run)),
    requestCancel: async (id) => {
      const entry = entries.get(id);
      if (entry === undefined || isFinal(runStates, entry.run.state)) return false;
      entry.run = { ...entry.run, cancelRequested: true };
      return true;
    },
  };
}
