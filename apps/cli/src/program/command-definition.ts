import type { Command } from "commander";

import type { ExitCode } from "./exit-codes.ts";
import type { Invocation } from "./invocation.ts";

/** Adds one command to the program. One file each in `src/commands/`, listed in `src/commands/all-commands.ts`. */
export type CommandDefinition = (program: Command, act: Act) => void;

/**
 * Wraps what a command does for commander's `action`: hands it the invocation, the arguments and the options, and
 * keeps the exit code that it returns. Thrown failures are reported by the frame.
 */
export type Act = <Arguments extends readonly unknown[], Options extends object>(
  action: (cli: Invocation, args: Arguments, options: Options) => Promise<ExitCode>,
) => (...parameters: unknown[]) => Promise<void>;
