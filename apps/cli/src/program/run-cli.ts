import { toFailure } from "@lockstep/model";
import { CommanderError } from "commander";

import { createOutput, type Output } from "../terminal/output.ts";
import { createProgram } from "./create-program.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { reportFailure } from "./report-failure.ts";
import type { World } from "./world.ts";
import { isWrongUse, wrongUse } from "./wrong-use.ts";

/** Runs one command line, without the program's name, in the given world and returns its exit code. Never throws. */
export async function runCli(argv: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (thrown) {
    const output = createOutput(world, {
      isJson: isSet(argv, "--json"),
      mayColor: !isSet(argv, "--no-color"),
    });
    return thrown instanceof CommanderError ? endParsing(thrown, output) : endFailed(thrown, output);
  }
}

/** Whether a global flag was given; needed where parsing itself failed. */
function isSet(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? argv.length : end).includes(flag);
}

/** Commander throws for help and version too, which have been printed by then. */
function endParsing({ code, exitCode, message }: CommanderError, output: Output): ExitCode {
  if (exitCode === 0) return exitCodes.done;
  if (code !== "commander.help") reportFailure(wrongUse(message.replace(/^error: /, "")), output);
  return exitCodes.wrongUse;
}

function endFailed(thrown: unknown, output: Output): ExitCode {
  const failure = toFailure(thrown);
  reportFailure(failure, output);
  return isWrongUse(failure) ? exitCodes.wrongUse : exitCodes.failed;
}
