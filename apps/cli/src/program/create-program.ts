import { Command } from "commander";

import { allCommands } from "../commands/all-commands.ts";
import { createOutput } from "../terminal/output.ts";
import type { Act } from "./command-definition.ts";
import { examples } from "./examples.ts";
import type { ExitCode } from "./exit-codes.ts";
import { lockstepVersion } from "./lockstep-version.ts";
import type { World } from "./world.ts";

interface GlobalOptions {
  readonly json?: true;
  readonly env?: string;
  readonly target?: string;
  readonly color: boolean;
}

/** The whole command tree. `end` gets the exit code of the command that ran. */
export function createProgram(world: World, end: (code: ExitCode) => void): Command {
  const program = frame(world);
  const act: Act =
    (action) =>
    async (...parameters) => {
      const command = parameters.at(-1) as Command;
      const globals = command.optsWithGlobals<GlobalOptions>();
      const { json, color, env, target } = globals;
      const output = createOutput(world, { isJson: json === true, mayColor: color });
      const cli = { world, output, environment: env ?? null, target: target ?? null };
      // Commander gives the arguments in declared order, then the command's own options, then the command.
      const given = parameters.slice(0, -2) as unknown as Parameters<typeof action>[1];
      end(await action(cli, given, command.opts()));
    };
  for (const [heading, commands] of Object.entries(allCommands)) {
    program.commandsGroup(heading);
    for (const define of commands) define(program, act);
  }
  return program;
}

function frame({ stdout, stderr }: World): Command {
  return new Command("lockstep")
    .description("What runs is what was reviewed: pipelines in git, deployed by merging.")
    .version(lockstepVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "explain the command")
    .helpCommand("help [command]", "explain a command")
    .option("--json", "print one JSON document instead of text")
    .option("-e, --env <environment>", "the environment that is meant")
    .option("-t, --target <alias>", "the org that is meant, by its alias; see `lockstep org`")
    .option("--no-color", "print without colours, as NO_COLOR=1 does")
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // The frame reports wrong use itself, as text or JSON.
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      "after",
      examples(
        ["lockstep up", "start everything, with a demo repository"],
        ["lockstep validate", "all problems of the manifests here"],
        ["lockstep run hello --env staging", "run what is applied in staging"],
        ["lockstep status", "what every environment is doing"],
      ),
    );
}
