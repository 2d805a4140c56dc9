import pg from "pg";

import { connectionSettings } from "../database/postgres-database.ts";

/** A connection that only listens, and comes back after every loss. */
export interface PostgresEar {
  close(): Promise<void>;
}

const shortestPause = 250;
const longestPause = 5_000;

/** Calls `hear` for each notification, and once per channel after a reconnection, because some may have been missed. */
export function startPostgresEar(
  url: string,
  channels: readonly string[],
  hear: (channel: string, payload: string) => void,
): PostgresEar {
  let client: pg.Client | null = null;
  let pause = shortestPause;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ ...connectionSettings, connectionString: url });
    client = fresh;
    fresh.once("end", comeBack);
    // "end" follows every "error".
    fresh.on("error", () => {});
    fresh.on("notification", ({ channel, payload }) => hear(channel, payload ?? ""));
    await fresh.connect();
    await fresh.query(channels.map((channel) => `LISTEN ${pg.escapeIdentifier(channel)}`).join("; "));
    pause = shortestPause;
    for (const channel of channels) hear(channel, "");
  }

  function comeBack(): void {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      connectOrComeBack();
    }, pause);
    timer.unref();
    pause = Math.min(pause * 2, longestPause);
  }

  function connectOrComeBack(): void {
    connect().catch(() => {
      void hangUp();
      comeBack();
    });
  }

  /** Ending what is lost already fails, and nothing more can be done about it. */
  async function hangUp(): Promise<void> {
    await client?.end().catch(() => {});
  }

  connectOrComeBack();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await hangUp();
    },
  };
}
