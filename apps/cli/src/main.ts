import { systemClock, systemTimer } from "@lockstep/model";

import { openBrowser } from "./program/open-browser.ts";
import { runCli } from "./program/run-cli.ts";

/** The `lockstep` command as a process: everything it may touch is taken from the process here and nowhere else. */
export async function main(): Promise<void> {
  process.stdout.on("error", endQuietlyOnClosedPipe);
  const { stdin, stdout, stderr, env } = process;
  let interrupted: AbortSignal | null = null;
  process.exitCode = await runCli(process.argv.slice(2), {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    fetch,
    clock: systemClock,
    timer: systemTimer,
    openBrowser,
    get interrupted() {
      return (interrupted ??= catchSignals());
    },
  });
}

/** Node ends a process on these signals unless somebody listens; so nobody listens before a command can stop in order. */
function catchSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** `lockstep runs | head` closes the pipe early; that is no failure. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
