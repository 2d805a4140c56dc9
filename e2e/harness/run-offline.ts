import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { binary } from "./lockstep-process.ts";

/** How a command ended and what it printed. */
export interface Offline {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command of the built product that needs no server, in a folder. */
export async function runOffline(
  args: readonly string[],
  { cwd, onStart }: { readonly cwd: string; readonly onStart?: (child: ChildProcess) => void },
): Promise<Offline> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env: { PATH, HOME: cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onStart?.(child);
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { exitCode, stdout, stderr };
}
