import { Bell, type PullRequest, toFailure } from "@lockstep/model";

import { jitter } from "../reconcile/back-off.ts";
import { createObserver, type Observation } from "../reconcile/observe.ts";
import { createOutboxDelivery } from "./deliver-outbox.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import { createLookBudget } from "./look-budget.ts";
import { createPendingMerges } from "./pending-merges.ts";
import { createDeliveryRecovery } from "./recover-deliveries.ts";
import { reportCandidates } from "./report-candidates.ts";
import { takeDeliveries } from "./take-deliveries.ts";
import { watchPullRequests } from "./watch-pull-requests.ts";

/** The loop that keeps the forge in step with what is planned and deployed, and never holds a deploy up. */
export interface ForgeLoop {
  start(): void;
  /** Looks once at everything; for tests and one-shot commands. */
  reconcile(): Promise<void>;
  /** Ends after the request under way. */
  stop(): Promise<void>;
}

const leaseName = "forge";

/** How long this process alone does it without renewing; longer than any one part takes between two renewals. */
const leaseMs = 180_000;

/** Hints that keep coming do not make the forge be asked more often than this, after the first few. */
const hintRestMs = 2_000;
const hintsAtOnce = 5;

/** The database is asked this often whether something came in or is to be sent; git and the forge less often. */
const glanceMs = 2_000;
const shortestSleepMs = 250;

export function createForgeLoop(deps: ForgeLoopDeps): ForgeLoop {
  const { store, forge, clock, holder, log } = deps;
  const observer = createObserver(deps);
  const pending = createPendingMerges(deps.random);
  const recovery = createDeliveryRecovery(deps);
  const outbox = createOutboxDelivery(deps);
  const budget = createLookBudget(hintsAtOnce, hintRestMs);
  const bell = new Bell(deps.timer);
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  let repository: string | null = null;
  let nextLookAt = Number.NEGATIVE_INFINITY;
  /** When hints want a look; never while there are none. */
  let hintedAt = Number.POSITIVE_INFINITY;
  /** Until then nothing is asked besides what is polled, because something went wrong. */
  let restUntil = Number.NEGATIVE_INFINITY;
  /** What each part complained of last. */
  const faults = new Map<string, string>();
  let isLeading = false;

  const isMine = async () => (await store.leases.acquire(leaseName, holder, leaseMs)) !== null;

  async function repositoryId(): Promise<string> {
    repository ??= (await forge.readRepository(signal)).id;
    return repository;
  }

  /** A part that fails is tried again with the next look, stops no other part, and is logged when its fault is new. */
  async function attempt<Result>(part: string, work: () => Promise<Result>): Promise<Result | null> {
    if (signal.aborted) return null;
    try {
      const result = await work();
      faults.delete(part);
      return result;
    } catch (thrown) {
      const failure = toFailure(thrown);
      restUntil = clock.now() + jitter(deps.pollMs, deps.random);
      const isNew = faults.get(part) !== failure.message;
      faults.set(part, failure.message);
      if (isNew && !signal.aborted) log.warn({ part, kind: failure.kind, err: failure }, failure.message);
      return null;
    }
  }

  async function look(isWhole: boolean): Promise<void> {
    // Also where the database does not answer.
    isLeading = false;
    if (!(await isMine())) return;
    isLeading = true;
    const hasPullRequests = forge.capabilities.pullRequests;
    let observed: Promise<Observation> | null = null;
    const observe = () => (observed ??= observer.observe(signal));
    const round = { deps, observe, repository: repositoryId, isMine, signal };
    // After a fault only polls go on, so that a forge that is down is not asked all the time.
    const isAwake = () => isWhole || clock.now() >= Math.min(restUntil, nextLookAt);
    const isDue = () => isWhole || clock.now() >= Math.min(nextLookAt, hintedAt) || isMergeDue();
    if (hasPullRequests && isAwake()) {
      const isHinted = await attempt("deliveries", () => takeDeliveries(round));
      if (isHinted === true) hintedAt = Math.min(hintedAt, budget.nextAt());
    }
    if (hasPullRequests && isAwake() && isDue()) {
      if (clock.now() >= hintedAt) budget.take(clock.now());
      hintedAt = Number.POSITIVE_INFINITY;
      nextLookAt = clock.now() + jitter(deps.pollMs, deps.random);
      // Git first: a merge queue that it shows is of pull requests that the list has.
      const seen = await attempt("git", observe);
      const open = await attempt("pull requests", () => watchPullRequests(deps, signal));
      if (seen !== null) await attempt("reports", async () => report(seen, open ?? (await known())));
    }
    await attempt("outbox", () => outbox.deliver(isMine, signal));
    await attempt("failed deliveries", () => recovery.recover(signal));
  }

  /** What was seen last: merge queues and moved bases are judged without a list, as far as the forge answers. */
  const known = () => store.pullRequests.listOpen();

  const report = (observation: Observation, pullRequests: readonly PullRequest[]) =>
    reportCandidates({ deps, pending, observation, pullRequests, isMine, signal });

  const isMergeDue = () => (pending.nextAt() ?? Number.POSITIVE_INFINITY) <= clock.now();

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await attempt("lease", () => look(false));
      await bell.wait(untilNext());
    }
  }

  function untilNext(): number {
    if (!isLeading || !forge.capabilities.pullRequests) return glanceMs;
    const asked = Math.min(hintedAt, pending.nextAt() ?? Number.POSITIVE_INFINITY);
    const lookAt = Math.min(nextLookAt, Math.max(asked, restUntil));
    return Math.max(Math.min(glanceMs, lookAt - clock.now()), shortestSleepMs);
  }

  const stopListening = store.signals.listen("hint", () => bell.ring());
  return {
    start: () => void (running = loop()),
    reconcile: async () => void (await attempt("lease", () => look(true))),
    async stop() {
      stopListening();
      stopping.abort();
      bell.ring();
      await running;
      await store.leases
        .release(leaseName, holder)
        .catch((thrown: unknown) => log.warn({ err: thrown }, "the forge's lease ends by itself"));
    },
  };
}
