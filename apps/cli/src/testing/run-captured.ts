import { Readable } from "node:stream";

import { systemClock, type Timer } from "@lockstep/model";

import { runCli } from "../program/run-cli.ts";
import type { World } from "../program/world.ts";

export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document that it must be. */
  json(): unknown;
}

/**
 * What a test sets differently from a bare world; `stdin` is the text piped in, `isTTY` makes all streams terminals,
 * `onPrint` sees what is printed as it comes.
 */
export interface Surroundings extends Partial<
  Pick<World, "env" | "cwd" | "fetch" | "clock" | "timer" | "openBrowser" | "interrupted">
> {
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly onPrint?: (text: string) => void;
}

/** A timer whose instants have always come. */
const instantTimer: Timer = {
  after(_milliseconds, action) {
    const handle = setImmediate(action);
    return () => clearImmediate(handle);
  },
};

/** Runs a command line in this process and keeps what it printed. */
export async function runCaptured(
  argv: readonly string[],
  surroundings: Surroundings = {},
): Promise<Captured> {
  const { stdin = "", isTTY = false, onPrint, ...given } = surroundings;
  const printed = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof printed) => ({
    isTTY,
    write: (text: string) => {
      printed[name] += text;
      onPrint?.(text);
    },
  });
  const exitCode = await runCli(argv, {
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY }),
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    env: {},
    cwd: "/nowhere",
    fetch,
    clock: systemClock,
    timer: instantTimer,
    openBrowser: async () => false,
    interrupted: new AbortController().signal,
    ...given,
  });
  return { exitCode, ...printed, json: () => JSON.parse(printed.stdout) as unknown };
}
