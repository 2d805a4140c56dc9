import {
  type ClaimedRun,
  type Clock,
  Failure,
  fromTimestamp,
  type JournalEntry,
  type NewEvent,
  type NewRun,
  type OpenApproval,
  type Run,
  type RunStore,
  type StepAttempt,
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
  repliedAttempts,
} from "./memory-entry.ts";
import { isListed, isLogged, toListed } from "./memory-filters.ts";
import { pageOf } from "./memory-page.ts";
import { answerInMemory, cancelTree, openApprovals, tellParent } from "./memory-waits.ts";

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

  function create(newRun: NewRun, kept?: readonly StepAttempt[]): { run: Run; isNew: boolean } {
    const twin = findTwin(newRun);
    if (twin === undefined) {
      const entry = entryOf(newRun, clock.now(), kept);
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
    return due.slice(0, request.limit).map((entry) => {
      entry.holder = request.holder;
      entry.token += 1;
      entry.leaseEndsAt = now + request.leaseMs;
      const startedAt = entry.run.startedAt ?? toTimestamp(now);
      entry.run = { ...entry.run, state: "running", startedAt, wakeAt: null };
      return { run: entry.run, fencingToken: entry.token, attempts: [...entry.attempts.values()] };
    });
  }

  function write(journalEntry: JournalEntry): "written" | "fenced" {
    const entry = entries.get(journalEntry.run);
    if (entry === undefined || entry.token !== journalEntry.fencingToken || entry.run.state !== "running")
      return "fenced";
    for (const attempt of journalEntry.attempts) recordAttempt(entry, attempt);
    entry.logs.push(...journalEntry.logs);
    events.push(...journalEntry.events);
    for (const child of journalEntry.children) create(child);
    if (journalEntry.state !== null) applyTransition(entry, journalEntry.state, toTimestamp(clock.now()));
    tellParent(entries, entry, clock.now());
    for (const id of journalEntry.abandoned) cancelTree({ entries, events, clock }, id);
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
    create: async (run, kept) => create(run, kept),
    claim: async (request) => claim(request),
    renew: async (holder, ids, leaseMs) => {
      const own = held(holder, ids);
      for (const entry of own) entry.leaseEndsAt = clock.now() + leaseMs;
      return new Map(
        own.map((entry) => [
          entry.run.id,
          { cancelRequested: entry.run.cancelRequested, hasReplies: repliedAttempts(entry).length > 0 },
        ]),
      );
    },
    release: async (holder, ids) => {
      for (const entry of held(holder, ids)) entry.leaseEndsAt = 0;
    },
    write: async (batch) => batch.map(write),
    load: async (id) => entries.get(id)?.run ?? null,
    loadAttempts: async (id) => [...(entries.get(id)?.attempts.values() ?? [])],
    loadAttempt: async ({ run, step, item, attempt }) =>
      entries.get(run)?.attempts.get(`${step}/${item}/${attempt}`) ?? null,
    listAttempts: async (id, filter, page) => {
      const attempts = [...(entries.get(id)?.attempts.values() ?? [])];
      return pageOf(
        attempts
          .filter((attempt) => isListed(attempt, filter))
          .map((attempt) => toListed(attempt, filter.largestOutput)),
        page,
      );
    },
    listLogs: async (id, filter, page) => {
      const logs = (entries.get(id)?.logs ?? []).map((line, index) => ({ ...line, position: index + 1 }));
      return pageOf(
        logs.filter((line) => isLogged(line, filter)),
        page,
      );
    },
    loadHeads: async (ids) =>
      ids.flatMap((id) => {
        const entry = entries.get(id);
        if (entry === undefined) return [];
        const { state, startedAt, wakeAt } = entry.run;
        return [{ id, state, startedAt, wakeAt, position: entry.logs.length }];
      }),
    list: async (filter, page) => {
      const runs = [...entries.values()].map(({ run }) => run).filter((run) => matches(run, filter));
      return pageOf(
        runs.sort((a, b) => (a.id < b.id === (filter.order === "oldest") ? -1 : 1)),
        page,
      );
    },
    nextDue: async () => {
      const next = Math.min(...[...entries.values()].map(dueAt));
      return Number.isFinite(next) ? toTimestamp(next) : null;
    },
    counts: async () => countStates([...entries.values()].map(({ run }) => run)),
    requestCancel: async (id) => cancelTree({ entries, events, clock }, id),
    loadReplies: async (id) => {
      const entry = entries.get(id);
      const attempts = entry === undefined ? [] : repliedAttempts(entry);
      return { at: toTimestamp(clock.now()), attempts };
    },
    answer: async (answer) => answerInMemory(entries.get(answer.run), answer, clock.now()),
    loadLastAttempt: async (id, step, item) =>
      [...(entries.get(id)?.attempts.values() ?? [])]
        .filter((attempt) => attempt.step === step && attempt.item === item)
        .reduce<StepAttempt | null>(
          (newest, attempt) => (newest !== null && newest.attempt > attempt.attempt ? newest : attempt),
          null,
        ),
    listApprovals: async ({ environment, run }, page) => {
      const open = [...entries.values()].flatMap(openApprovals);
      const isAsked = (one: OpenApproval): boolean =>
        one.environment === (environment ?? one.environment) && one.run === (run ?? one.run);
      return pageOf(open.filter(isAsked), page);
    },
  };
}
