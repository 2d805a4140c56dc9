import { systemClock, systemTimer } from "@lockstep/model";

import { runCli } from "./program/run-cli.ts";

/** The `lockstep` command as a process: everything it may touch is taken from the process here and nowhere else. */
export async function main(): Promise<void> {
  process.stdout.on("error", endQuietlyOnClosedPipe);
  const { stdin, stdout, stderr, env } = process;
  const machine = { cwd: process.cwd(), fetch, clock: systemClock, timer: systemTimer };
  process.exitCode = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env, ...machine });
}

/** `lockstep runs | head` closes the pipe early; that is no failure. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
