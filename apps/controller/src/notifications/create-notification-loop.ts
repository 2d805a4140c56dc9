import { Bell, toFailure } from "@lockstep/model";

import { NotificationRules } from "./compose-notifications.ts";
import { createNotificationDelivery } from "./deliver-notifications.ts";
import type { NotificationDeps } from "./notification-deps.ts";

/** Tells the channels of environments what they asked to be told. Of many processes the one with the lease does it. */
export interface NotificationLoop {
  start(): void;
  /** Looks once and waits until everything that was due has been tried; false when another process does it. */
  notify(): Promise<boolean>;
  /** Ends what is under way; what was not told stays in the outbox. */
  stop(): Promise<void>;
}

const leaseName = "notifications";
const leaseMs = 60_000;

/** A notice that is begun ends before the lease does. */
const marginMs = 15_000;

/** Events that one transaction looks at. */
const pageSize = 500;

/** How often it is looked without being told to. */
const glanceMs = 2_000;

/** Events may come by the thousand: they are passed on together. */
const restMs = 250;

export function createNotificationLoop(deps: NotificationDeps): NotificationLoop {
  const { store, clock, timer, holder, log } = deps;
  const bell = new Bell(timer);
  /** Rings at the end only. */
  const stopBell = new Bell(timer);
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  let leadingUntil = Number.NEGATIVE_INFINITY;
  /** Newest event that was looked at. */
  let seen: number | null = null;
  let lastFault: string | null = null;

  function onFault(thrown: unknown): void {
    const failure = toFailure(thrown);
    if (failure.message !== lastFault && !signal.aborted)
      log.warn({ part: "notifications", kind: failure.kind, err: failure }, failure.message);
    lastFault = failure.message;
  }

  const delivery = createNotificationDelivery(deps, {
    mayTell: () => clock.now() < leadingUntil - marginMs,
    onFree: () => bell.ring(),
    onFault,
    signal,
  });

  async function lead(): Promise<boolean> {
    const now = clock.now();
    const isOurs = leadingUntil - now <= leaseMs && leadingUntil - now > leaseMs / 2;
    if (isOurs) return true;
    leadingUntil = Number.NEGATIVE_INFINITY;
    if ((await store.leases.acquire(leaseName, holder, leaseMs)) === null) return false;
    leadingUntil = now + leaseMs;
    return true;
  }

  /** Passes news on to the outbox, by the rules in force now. */
  async function passOn(): Promise<void> {
    const newest = await store.events.lastId();
    if (newest === seen) return;
    const environments = await store.environments.list();
    const rules = new NotificationRules(environments.flatMap(({ policy }) => policy ?? []));
    const page = { limit: pageSize, names: rules.names };
    while (!signal.aborted && (await store.notifications.advance(page, (events) => rules.compose(events))));
    seen = newest;
  }

  async function look(): Promise<boolean> {
    if (!(await lead())) return false;
    await passOn();
    await delivery.begin();
    lastFault = null;
    return true;
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const isLeading = await look().catch(onFault);
      await stopBell.wait(isLeading === true ? restMs : glanceMs);
      if (isLeading === true) await bell.wait(untilNext());
    }
  }

  const untilNext = () => Math.max(Math.min(glanceMs, delivery.nextAt() - clock.now()), 0);

  const stopListening = store.signals.listen("event", () => bell.ring());
  return {
    start: () => void (running = loop()),
    async notify() {
      const isLeading = await look();
      await delivery.settle();
      return isLeading;
    },
    async stop() {
      stopListening();
      stopping.abort();
      for (const each of [bell, stopBell]) each.ring();
      await running;
      await delivery.settle();
      await store.leases
        .release(leaseName, holder)
        .catch((thrown: unknown) => log.warn({ err: thrown }, "the lease of notifications ends by itself"));
    },
  };
}
