import {
  Bell,
  type Environment,
  fromTimestamp,
  type OrgStore,
  type Slug,
  type Timer,
  toTimestamp,
} from "@lockstep/model";

import { retentionRule } from "./retention-rule.ts";
import { sweep } from "./sweep.ts";

export interface RetentionDeps {
  readonly store: Pick<OrgStore, "leases" | "now" | "retention" | "outbox" | "deliveries" | "sessions"> & {
    readonly environments: Pick<OrgStore["environments"], "list">;
  };
  readonly holder: string;
  readonly timer: Timer;
  readonly onFault: (thrown: unknown) => void;
}

/** Removes what policies no longer keep of runs, and old news. Of many processes the one with the lease does it. */
export interface Retention {
  start(): void;
  /** Looks once at every environment; false when another process does. */
  keep(): Promise<boolean>;
  stop(): Promise<void>;
}

const leaseName = "retention";
const leaseMs = 120_000;
const everyMs = 60_000;

/** How long it is remembered what webhooks brought and what the outside world was told. */
const keepNewsMs = 30 * 86_400_000;

/** Rows of one kind that one transaction removes: a few milliseconds, in which runs wait. */
const rowsAtOnce = 1_000;

/** How long the database is left to runs between two batches. */
const breathMs = 20;

export function createRetention(deps: RetentionDeps): Retention {
  const { store, holder, timer } = deps;
  const { retention, leases } = store;
  const bell = new Bell(timer);
  /** Up to where an environment's runs are known to be erased, so that they are not read again every time. */
  const erasedUpTo = new Map<Slug, string | null>();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  const breathe = () => new Promise<void>((resolve) => void timer.after(breathMs, resolve));

  async function remove(ids: readonly string[]): Promise<void> {
    while (!stopping.signal.aborted && !(await retention.remove(ids, rowsAtOnce))) await breathe();
  }

  async function erase(ids: readonly string[], { slug }: Environment): Promise<void> {
    const actor = { kind: "controller", id: "retention" } as const;
    for (const run of ids) {
      if (stopping.signal.aborted) return;
      await retention.erase({ run, actor, reason: `${slug} keeps no payloads: runs.record is redacted` });
    }
  }

  async function keepIn(policy: Environment): Promise<void> {
    const environment = policy.slug;
    const { removeBefore, eraseBefore } = retentionRule(policy, await store.now());
    await sweep(retention, {
      environment,
      before: removeBefore,
      after: null,
      act: (ended) => remove(ended.map(({ id }) => id)),
      breathe,
    });
    if (eraseBefore === null) return;
    const settled = await sweep(retention, {
      environment,
      before: eraseBefore,
      after: erasedUpTo.get(environment) ?? null,
      act: (ended) =>
        erase(
          ended.filter(({ isErased }) => !isErased).map(({ id }) => id),
          policy,
        ),
      breathe,
    });
    if (!stopping.signal.aborted) erasedUpTo.set(environment, settled);
  }

  async function keepNews(): Promise<void> {
    const before = toTimestamp(Math.max(0, fromTimestamp(await store.now()) - keepNewsMs));
    await store.outbox.prune(before);
    await store.deliveries.prune(before);
    await store.sessions.prune();
  }

  async function keep(): Promise<boolean> {
    if ((await leases.acquire(leaseName, holder, leaseMs)) === null) return false;
    await keepNews();
    for (const { policy } of await store.environments.list()) {
      if (stopping.signal.aborted || policy === null) continue;
      if ((await leases.acquire(leaseName, holder, leaseMs)) === null) return false;
      await keepIn(policy);
    }
    return true;
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await keep().catch(deps.onFault);
      await bell.wait(everyMs);
    }
  }

  return {
    start: () => void (running = loop()),
    keep,
    async stop() {
      stopping.abort();
      bell.ring();
      await running;
      await leases.release(leaseName, holder).catch(deps.onFault);
    },
  };
}
