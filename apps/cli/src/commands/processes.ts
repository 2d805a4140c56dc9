import { Failure } from "@lockstep/model";

import { readConfiguration } from "../configuration/read-configuration.ts";
import { type Configuration, secretVariablePrefix, settingTable } from "../configuration/settings.ts";
import { interruption } from "../processes/interruption.ts";
import type { ProcessKind } from "../processes/run-process.ts";
import { welcome } from "../processes/welcome.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

interface ProcessFacts {
  readonly summary: string;
  readonly example: readonly [command: string, meaning: string];
}

const kinds: Readonly<Record<ProcessKind, ProcessFacts>> = {
  up: { summary: "controller, API and runner in one process", example: ["lockstep up", "starts the demo"] },
  controller: {
    summary: "only the reconcile loop of a larger installation",
    example: ["DATABASE_URL=postgres://… LOCKSTEP_REPO=https://… lockstep controller", "any number of these"],
  },
  api: {
    summary: "only the API, and a runner for what it accepts",
    example: ["DATABASE_URL=postgres://… LOCKSTEP_REPO=https://… lockstep api", "any number of these"],
  },
};

/** `lockstep up`, `lockstep controller` and `lockstep api`: the processes, configured by environment variables only. */
export const processCommands: readonly CommandDefinition[] = (Object.keys(kinds) as ProcessKind[]).map(
  (kind): CommandDefinition =>
    (program, act) => {
      const { summary, example } = kinds[kind];
      program
        .command(kind)
        .summary(summary)
        .description(
          `Runs ${summary} until it is interrupted. Configured by environment variables:\n\n${settings()}`,
        )
        .addHelpText("after", examples(example))
        .action(act((cli) => host(kind, cli)));
    },
);

function settings(): string {
  const secrets = [
    `${secretVariablePrefix}<ENV>__<NAME>`,
    "what env:NAME secrets of that environment resolve to",
  ];
  return [...Object.entries(settingTable), secrets]
    .map(([name = "", meaning = ""]) => `  ${name.padEnd(24)} ${meaning}`)
    .join("\n");
}

async function host(kind: ProcessKind, { world }: Invocation): Promise<ExitCode> {
  const configuration = readConfiguration(world.env, world.cwd);
  if (kind !== "up") assertSharedState(kind, configuration);
  // Databases, git and the API take their time to load; the other commands do not need them.
  const { runProcess } = await import("../processes/run-process.ts");
  const isDemo = configuration.repository === null;
  await runProcess(kind, configuration, {
    stopping: interruption(),
    onReady: (installation) => world.stdout.write(`${welcome(installation, isDemo, world.cwd)}\n`),
  });
  return exitCodes.done;
}

/** SQLite and the demo repository lie in one data directory, which only one process may use. */
function assertSharedState(kind: ProcessKind, { databaseUrl, repository }: Configuration): void {
  const missing = [
    ...(databaseUrl === null ? ["DATABASE_URL"] : []),
    ...(repository === null ? ["LOCKSTEP_REPO"] : []),
  ];
  if (missing.length === 0) return;
  throw new Failure(
    "configuration-invalid",
    `lockstep ${kind} needs ${missing.join(" and ")}; without them, lockstep up runs everything in one process`,
  );
}
