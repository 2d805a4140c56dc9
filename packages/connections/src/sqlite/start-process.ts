import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Order, Report } from "./protocol.ts";

/** A process that works on one file. */
export interface SqliteProcess {
  /** `null` when the process ended without an answer. */
  run(order: Order): Promise<Report | null>;
  /** Ends it at once, whatever it is doing; SQLite rolls back what was not committed. */
  kill(): void;
  readonly hasEnded: boolean;
}

/** Where the compiled process lies: Node.js 20 cannot start sources in TypeScript. */
const compiledProcess = new URL("./sqlite-process.js", import.meta.url);

/** Starts a process; it keeps this one alive only while it works. */
export function startProcess(file: URL = compiledProcess): SqliteProcess {
  // It inherits nothing: no environment, no options, no terminal.
  const child = fork(fileURLToPath(file), [], {
    env: {},
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "json",
  });
  let hasEnded = false;
  let settle: ((report: Report | null) => void) | null = null;
  child.on("message", (report) => settle?.(report as Report));
  const end = (): void => {
    hasEnded = true;
    settle?.(null);
  };
  child.on("error", end);
  child.on("exit", end);
  const hold = (isHeld: boolean): void => {
    if (isHeld) child.ref();
    else child.unref();
    if (isHeld) child.channel?.ref();
    else child.channel?.unref();
  };
  hold(false);
  return {
    get hasEnded() {
      return hasEnded;
    },
    async run(order) {
      if (hasEnded) return null;
      hold(true);
      const report = await new Promise<Report | null>((resolve) => {
        settle = resolve;
        child.send(order, (error) => {
          if (error !== null) resolve(null);
        });
      });
      settle = null;
      hold(false);
      return report;
    },
    kill() {
      // Its exit is heard later; nobody may take it up until then.
      hasEnded = true;
      child.kill("SIGKILL");
    },
  };
}
