import { join } from "node:path";

import type { SandboxOutcome, SandboxRequest } from "@lockstep/model";
import { buildPackage } from "@lockstep/testkit";

import { createSandbox, type SandboxOptions, type SandboxPool } from "./create-sandbox.ts";
import { startThread } from "./thread/start-thread.ts";

const root = join(import.meta.dirname, "..");

export interface TestedSandbox extends SandboxPool {
  run(source: string, more?: Partial<SandboxRequest>): Promise<SandboxOutcome>;
  /** How many threads were started so far. */
  readonly started: number;
}

/** A pool over the compiled threads. */
export function openTestSandbox(options: SandboxOptions = {}): TestedSandbox {
  buildPackage(root);
  const file = new URL(`file://${join(root, "dist/thread/sandbox-thread.js")}`);
  let started = 0;
  const pool = createSandbox({
    startThread: () => {
      started += 1;
      return startThread(file);
    },
    ...options,
  });
  return {
    ...pool,
    run: (source, more) => pool.evaluate({ ...defaults(), source, ...more }),
    get started() {
      return started;
    },
  };
}

function defaults(): Omit<SandboxRequest, "source"> {
  return {
    input: null,
    memoryBytes: 32 * 2 ** 20,
    timeMs: 400,
    outputCharacters: 100_000,
    now: Date.parse("2026-02-03T14:00:00.000Z"),
    signal: new AbortController().signal,
  };
}
