import { join } from "node:path";

import { Failure, type SqlOutcome, type SqlRequest } from "@lockstep/model";
import { buildPackage } from "@lockstep/testkit";

import {
  type ConnectionOptions,
  type ConnectionPools,
  createConnections,
  type OwnDatabase,
} from "./create-connections.ts";
import { type SqliteProcess, startProcess } from "./sqlite/start-process.ts";

const root = join(import.meta.dirname, "..");

export interface TestedConnections extends ConnectionPools {
  run(
    statement: string,
    parameters?: SqlRequest["parameters"],
    more?: Partial<SqlRequest>,
  ): Promise<SqlOutcome>;
}

/** Connections whose statements go to one database, over the compiled process for SQLite. */
export function openTestConnections(
  target: Pick<SqlRequest, "type" | "address">,
  own: Partial<OwnDatabase> = {},
  options: ConnectionOptions = {},
): TestedConnections {
  if (target.type === "sqlite") buildPackage(root);
  const connections = createConnections(
    { url: null, file: null, ...own },
    { startProcess: startTestProcess, ...options },
  );
  return {
    ...connections,
    run: (statement, parameters = [], more = {}) =>
      connections.query({ ...defaults(), ...target, statement, parameters, ...more }),
  };
}

/** Runs what was compiled, as this process cannot start a source in TypeScript. */
export function startTestProcess(): SqliteProcess {
  return startProcess(new URL(`file://${join(root, "dist/sqlite/sqlite-process.js")}`));
}

function defaults(): Omit<SqlRequest, "type" | "address" | "statement" | "parameters"> {
  return {
    maxRows: 1_000,
    maxBytes: 1_000_000,
    timeoutMs: 10_000,
    egress: { checkHost: () => undefined, permitted: (_, addresses) => addresses },
    signal: new AbortController().signal,
  };
}

/** Allows nothing, and says so as the engine's own rule does. */
export const closedEgress: SqlRequest["egress"] = {
  checkHost(host) {
    throw new Failure("unprocessable", `Egress to ${host} is not allowed here.`, { code: "SECURITY" });
  },
  permitted: () => [],
};
