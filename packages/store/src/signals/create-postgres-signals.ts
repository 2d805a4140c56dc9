import type { Channel, Signals } from "@lockstep/model";

import { createLocalSignals } from "./create-local-signals.ts";
import { type PostgresEar, startPostgresEar } from "./postgres-ear.ts";

export interface PostgresSignals extends Signals {
  close(): Promise<void>;
}

export interface PostgresSignalsOptions {
  readonly url: string;
  /** Tells this process's own signals from others'. */
  readonly sender: string;
  /** Sends NOTIFY; may fail. */
  readonly send: (channel: string, sender: string) => Promise<unknown>;
}

/** Signals between processes by LISTEN and NOTIFY. Listeners in this process hear at once, without the database. */
export function createPostgresSignals({ url, sender, send }: PostgresSignalsOptions): PostgresSignals {
  const local = createLocalSignals();
  const sending = new Map<Channel, "once" | "again">();
  let ear: PostgresEar | null = null;

  /** At most one NOTIFY of a channel is under way: what comes meanwhile is said once more at its end. */
  async function tellOthers(channel: Channel): Promise<void> {
    if (sending.has(channel)) {
      sending.set(channel, "again");
      return;
    }
    sending.set(channel, "once");
    // Nobody relies on a signal: whoever misses it looks again by itself.
    await send(postgresChannel(channel), sender).catch(() => {});
    const isAgain = sending.get(channel) === "again";
    sending.delete(channel);
    if (isAgain) await tellOthers(channel);
  }

  return {
    notify: async (channel) => {
      await local.notify(channel);
      if (channels.includes(channel)) void tellOthers(channel);
    },
    listen(channel, listener) {
      ear ??= startPostgresEar(url, channels.map(postgresChannel), (heard, payload) => {
        const known = channels.find((each) => postgresChannel(each) === heard);
        if (known !== undefined && payload !== sender) void local.notify(known);
      });
      return local.listen(channel, listener);
    },
    close: async () => {
      await ear?.close();
    },
  };
}

/** What other processes must hear of. Not of runs: each has a job, which wakes whoever serves its queue. */
const channels: readonly Channel[] = ["hint", "event"];

function postgresChannel(channel: Channel): string {
  return `lockstep_${channel}`;
}
