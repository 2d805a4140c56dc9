import { Bell, fromTimestamp, toFailure, toTimestamp, type EnvironmentStatus } from "@lockstep/model";

import type { ControllerDeps } from "./controller-deps.ts";
import { backOff, jitter } from "./reconcile/back-off.ts";
import { environmentLease } from "./reconcile/environment-lease.ts";
import { findingsAfterFault } from "./reconcile/findings.ts";
import { createObserver } from "./reconcile/observe.ts";
import { createSettledSituations } from "./reconcile/settled.ts";
import { createVisitor } from "./reconcile/visit-environment.ts";

/** Never sleeps shorter than this between two looks, however many timers are due. */
const shortestSleepMs = 250;

/** The reconcile loop: level-triggered, so that lost, doubled or reordered hints change nothing but latency. */
export interface Controller {
  start(): void;
  /** Looks once at everything; for tests and one-shot commands. */
  reconcile(): Promise<void>;
  /** Ends after the step under way. */
  stop(): Promise<void>;
  health(): ControllerHealth;
}

export interface ControllerHealth {
  /** When git last answered; `null` before it ever did. */
  readonly observedAt: string | null;
  /** Why the last look failed; `null` after a success. */
  readonly fault: string | null;
}

export function createController(deps: ControllerDeps): Controller {
  const observer = createObserver(deps);
  const visitor = createVisitor(deps, createSettledSituations());
  const bell = new Bell(deps.timer);
  const stopping = new AbortController();
  let health: ControllerHealth = { observedAt: null, fault: null };
  let failures = 0;
  let running: Promise<void> = Promise.resolve();

  async function takeHints(): Promise<void> {
    for (const slug of await deps.store.environments.takeHints()) visitor.forget(slug);
  }

  async function lookAround(): Promise<void> {
    await takeHints();
    await deps.store.debts.takeOverdue();
    const observation = await observer.observe(stopping.signal);
    health = { observedAt: toTimestamp(deps.clock.now()), fault: null };
    const visits = [...observation.rows.keys()].map((slug) =>
      visitor.visit(slug, observation, stopping.signal),
    );
    const results = await Promise.allSettled(visits);
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async function reconcile(): Promise<void> {
    try {
      await lookAround();
      failures = 0;
    } catch (thrown) {
      failures += 1;
      const failure = toFailure(thrown);
      health = { ...health, fault: failure.message };
      deps.log.warn({ kind: failure.kind, failures, err: failure }, failure.message);
      await recordFault(deps, thrown);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await reconcile();
      await bell.wait(await untilNext(deps, failures));
    }
  }

  const stopListening = deps.store.signals.listen("hint", () => bell.ring());
  return {
    start: () => void (running = loop()),
    reconcile,
    async stop() {
      stopListening();
      stopping.abort();
      bell.ring();
      await running;
      await releaseLeases(deps);
    },
    health: () => health,
  };
}

/** Lets another controller go on at once instead of after the lease. */
async function releaseLeases({ store, holder, log }: ControllerDeps): Promise<void> {
  try {
    for (const { slug } of await store.environments.list())
      await store.leases.release(environmentLease(slug), holder);
  } catch (thrown) {
    log.warn({ err: thrown }, "leases were not released; they end by themselves");
  }
}

/** A fault that concerns all environments is written to each, as far as the database can be reached. */
async function recordFault(deps: ControllerDeps, thrown: unknown): Promise<void> {
  const failure = toFailure(thrown);
  if (failure.kind === "database-unreachable" || failure.kind === "cancelled") return;
  try {
    for (const row of await deps.store.environments.list()) {
      await deps.store.environments.saveFindings(row, findingsAfterFault(row, failure, null));
    }
  } catch (second) {
    deps.log.error({ err: second }, "could not write down the fault");
  }
}

/** Milliseconds to the next poll, back-off or stored timer, whichever comes first. */
async function untilNext(deps: ControllerDeps, failures: number): Promise<number> {
  const poll = jitter(deps.pollMs, deps.random);
  if (failures > 0) return Math.min(backOff(failures, deps.random), Math.max(poll, 1_000));
  const rows = await deps.store.environments.list().catch((): readonly EnvironmentStatus[] => []);
  const due = rows
    .flatMap(({ opensAt, retryAt }) => [opensAt, retryAt])
    .filter((instant) => instant !== null);
  const earliest = Math.min(...due.map((instant) => fromTimestamp(instant) - deps.clock.now()), poll);
  return Math.max(earliest, shortestSleepMs);
}
