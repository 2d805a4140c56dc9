import { StepFailure } from "@lockstep/engine";
import { Failure, fromTimestamp, type OutboxEntry, toFailure } from "@lockstep/model";

import { isLastAttempt, putAside, restAfter } from "../outbox/put-aside.ts";
import { longestRestMs } from "../reconcile/back-off.ts";
import { ChannelLanes } from "./channel-lanes.ts";
import { composeNotice } from "./compose-notice.ts";
import type { NotificationDeps } from "./notification-deps.ts";
import { notificationTopic, readNotification } from "./notification-entry.ts";

/** Entries that are read at a time. */
const batch = 50;

const channelsAtOnce = 8;

/** How long one channel may take for one notice. */
const patienceMs = 10_000;

/** What a channel that does not answer was not told by then is no news any more. */
const staleMs = 86_400_000;

/** Tells channels what waits for them in the outbox. */
export interface NotificationDelivery {
  /** Begins to tell all that is due, each channel by itself; does not wait for them. */
  begin(): Promise<void>;
  /** Resolves when nothing is under way. */
  settle(): Promise<void>;
  /** When a channel that did not answer is tried again: milliseconds since the epoch. */
  nextAt(): number;
}

interface DeliverySetting {
  /** Whether this process may still tell anybody anything. */
  readonly mayTell: () => boolean;
  /** Called when a channel has been told all that was read. */
  readonly onFree: () => void;
  readonly onFault: (failure: Failure) => void;
  readonly signal: AbortSignal;
}

export function createNotificationDelivery(
  deps: NotificationDeps,
  { mayTell, onFree, onFault, signal }: DeliverySetting,
): NotificationDelivery {
  const { store, clock, random } = deps;
  const lanes = new ChannelLanes(channelsAtOnce);

  async function begin(): Promise<void> {
    while (!signal.aborted && mayTell() && lanes.free > 0) {
      const closed = lanes.closed(clock.now());
      const due = await store.outbox.listDue([notificationTopic], batch, closed);
      const groups = [...groupByChannel(due)].slice(0, Math.max(lanes.free, 0));
      for (const [channel, entries] of groups)
        lanes.begin(channel, () => work(channel, entries).catch(fault).finally(onFree));
      if (due.length < batch) return;
    }
  }

  const fault = (thrown: unknown) => onFault(toFailure(thrown));

  async function work(channel: string, entries: readonly OutboxEntry[]): Promise<void> {
    let isAway = false;
    for (const entry of entries) {
      if (signal.aborted || !mayTell()) return;
      if (!isAway) isAway = !(await deliver(channel, entry));
      else if (clock.now() - fromTimestamp(entry.createdAt) > staleMs) await giveUp(entry);
    }
  }

  const giveUp = (entry: OutboxEntry) =>
    putAside(deps, entry, {
      failure: new Failure("deadline-exceeded", "The channel has not taken it for a day."),
      restMs: null,
    });

  /** `false` when the channel is to be left alone for a while. */
  async function deliver(channel: string, entry: OutboxEntry): Promise<boolean> {
    try {
      await tellOne(deps, entry, signal);
    } catch (thrown) {
      return signal.aborted || handle(channel, entry, thrown);
    }
    lanes.succeed(channel);
    await store.outbox.markDelivered(entry);
    return true;
  }

  async function handle(channel: string, entry: OutboxEntry, thrown: unknown): Promise<boolean> {
    const failure = toFailure(thrown);
    if (isUnusable(failure)) {
      await putAside(deps, entry, { failure, restMs: null });
      return true;
    }
    const rest = lanes.fail(channel, clock.now(), (failures) => restAfter(failure, failures, random));
    // Later than the channel itself, so that whatever else waits for it is tried first.
    const restMs = isLastAttempt(entry) ? null : Math.min(rest * 2, longestRestMs);
    await putAside(deps, entry, { failure, restMs });
    return false;
  }

  return { begin, settle: () => lanes.settle(), nextAt: () => lanes.nextAt(clock.now()) };
}

/** Whether nothing but a change of the environment or of its secrets helps. */
function isUnusable(failure: Failure): boolean {
  if (failure instanceof StepFailure) return failure.type === "security" || failure.type === "validation";
  return failure.kind === "not-found" || failure.kind === "invalid-input";
}

/** Failures: those of {@link NotificationDeps.tell} and the store; `deadline-exceeded`, `not-found`, `invalid-input`. */
async function tellOne(
  { store, tell, timer, publicUrl }: NotificationDeps,
  entry: OutboxEntry,
  signal: AbortSignal,
): Promise<void> {
  const notification = readNotification(entry);
  if (notification === null)
    throw new Failure("invalid-input", `The notification for ${entry.target} is not readable.`);
  const { environment } = notification.event;
  const configuration = (await store.environments.load(environment))?.policy ?? null;
  if (configuration === null)
    throw new Failure("not-found", `Nothing is applied in the environment ${environment}.`);
  const patience = new AbortController();
  const stopTimer = timer.after(patienceMs, () => patience.abort());
  try {
    const notice = composeNotice(notification, configuration, publicUrl);
    await tell(notice, AbortSignal.any([signal, patience.signal]));
  } catch (thrown) {
    if (!patience.signal.aborted) throw thrown;
    const seconds = patienceMs / 1_000;
    throw new Failure(
      "deadline-exceeded",
      `The channel ${notification.channel} did not answer within ${seconds} seconds.`,
      { cause: thrown },
    );
  } finally {
    stopTimer();
  }
}

/** Each channel's own entries, oldest first, by the beginning of their targets. */
function groupByChannel(entries: readonly OutboxEntry[]): ReadonlyMap<string, readonly OutboxEntry[]> {
  const groups = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    const channel = entry.target.slice(0, entry.target.lastIndexOf("/") + 1);
    const group = groups.get(channel);
    if (group === undefined) groups.set(channel, [entry]);
    else group.push(entry);
  }
  return groups;
}
