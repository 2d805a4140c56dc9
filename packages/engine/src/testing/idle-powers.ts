import type { Connections, Sandbox } from "@lockstep/model";

import { createMemoryRunFiles } from "../memory-run-files.ts";
import type { StepContext } from "../steps/step-executor.ts";

/** Answers null, whatever the source. */
export const idleSandbox: Sandbox = { evaluate: async () => ({ ok: true, value: null }) };

/** Gives no rows, whatever the statement. */
export const idleConnections: Connections = { query: async () => ({ ok: true, rows: [], rowCount: 0 }) };

/** What a context holds besides what a test is about. */
export const idlePowers: Pick<
  StepContext,
  "startedAt" | "timeoutMs" | "sandbox" | "connections" | "files" | "resolveConnection"
> = {
  startedAt: 0,
  timeoutMs: 60_000,
  sandbox: idleSandbox,
  connections: idleConnections,
  files: filesOf("run-1"),
  resolveConnection: async () => ({ type: "sqlite", address: "idle.sqlite" }),
};

function filesOf(run: string): StepContext["files"] {
  const files = createMemoryRunFiles();
  return {
    read: (path) => files.read(run, path),
    write: (path, content) => files.write({ run, fencingToken: 1, path, content }),
  };
}
