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

  /**
   * At most one NOTIFY of a channel is under way or just over: what comes meanwhile is said once more at its end. Each
   * makes PostgreSQL commit alone and wakes every listener, which cost more than the runs it told of.
   */
  async function tellOthers(channel: Channel): Promise<void> {
    if (sending.has(channel)) {
      sending.set(channel, "again");
      return;
    }
    sending.set(channel, "once");
    // Nobody relies on a signal: whoever misses it looks again by itself.
    await send(postgresChannel(channel), payloadOf(channel, sender)).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    const isAgain = sending.get(channel) === "again";
    sending.delete(channel);
    if (isAgain) await tellOthers(channel);
  }

  return {
    notify: async (channel) => {
      await local.notify(channel);
      void tellOthers(channel);
    },
    listen(channel, listener) {
      ear ??= startPostgresEar(url, heardChannels.map(postgresChannel), (heard, payload) => {
        const known = heardChannels.find((each) => postgresChannel(each) === heard);
        if (known !== undefined && payload !== sender) void local.notify(known);
      });
      return local.listen(channel, listener);
    },
    close: async () => {
      await ear?.close();
    },
  };
}

/** The pause after a NOTIFY, in milliseconds; the first of many goes out at once. */
const pauseMs = 4;

/** What this process must hear of. Not of runs: graphile-worker listens for their jobs. */
const heardChannels: readonly Channel[] = ["hint", "event"];

function postgresChannel(channel: Channel): string {
  return channel === "run" ? "jobs:insert" : `lockstep_${channel}`;
}

/** graphile-worker looks for jobs once it hears of any; how many there are makes no difference to it. */
function payloadOf(channel: Channel, sender: string): string {
  return channel === "run" ? JSON.stringify({ count: 1 }) : sender;
}
