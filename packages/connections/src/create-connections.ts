import { type Connections, Failure, OpenCalls, type SqlOutcome, type SqlRequest } from "@lockstep/model";

import { describeFault } from "./postgres/describe-fault.ts";
import { PostgresPools } from "./postgres/postgres-pools.ts";
import { type Resolve, resolveByDns } from "./postgres/resolve-address.ts";
import { SqliteProcesses } from "./sqlite/sqlite-processes.ts";
import type { SqliteProcess } from "./sqlite/start-process.ts";
import { checkStatement } from "./statement/check-statement.ts";

/** Where Lockstep keeps its own data, which no `sql` step may reach. `null` where it has none of that kind. */
export interface OwnDatabase {
  readonly url: string | null;
  readonly file: string | null;
}

export interface ConnectionPools extends Connections {
  /** Stops what is under way and lets all sessions go. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly resolve?: Resolve;
  readonly startProcess?: () => SqliteProcess;
}

/** 24.8 days; neither timers nor PostgreSQL count further. */
const longestMs = 2_147_483_647;

/** Connections that are opened when first used, bounded, and closed when idle. */
export function createConnections(own: OwnDatabase, options: ConnectionOptions = {}): ConnectionPools {
  const postgres = new PostgresPools(own.url, options.resolve ?? resolveByDns);
  const sqlite = new SqliteProcesses(own.file, options.startProcess);
  const calls = new OpenCalls();

  async function query(request: SqlRequest): Promise<SqlOutcome> {
    checkStatement(request.statement, request.type);
    switch (request.type) {
      case "postgres":
        return { ok: true, ...(await postgres.query(request)) };
      case "sqlite":
        return sqlite.query(request);
    }
  }

  async function answer(request: SqlRequest): Promise<SqlOutcome> {
    try {
      return await query({ ...request, timeoutMs: Math.min(request.timeoutMs, longestMs) });
    } catch (thrown) {
      request.signal.throwIfAborted();
      if (thrown instanceof Failure) throw thrown;
      return describeFault(thrown).toOutcome();
    }
  }

  return {
    query: (request) => calls.run(request.signal, (signal) => answer({ ...request, signal })),
    async close() {
      calls.close(new Failure("shutting-down", "The connections are closed."));
      sqlite.close();
      await postgres.close();
    },
  };
}
