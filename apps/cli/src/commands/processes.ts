import { Failure } from "@lockstep/model";

import { readConfiguration } from "../configuration/read-configuration.ts";
import { readServerConfiguration } from "../configuration/read-server-configuration.ts";
import { type Configuration, secretVariablePrefix, settingTable } from "../configuration/settings.ts";
import { makeAdminLink } from "../processes/admin-link.ts";
import type { Installation } from "../processes/installation.ts";
import { interruption } from "../processes/interruption.ts";
import type { ProcessRole } from "../processes/run-process.ts";
import { welcome } from "../processes/welcome.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { collectQueues, parseCount, parseSpan } from "../program/parse-option.ts";

interface ProcessFacts {
  readonly summary: string;
  readonly example: readonly [command: string, meaning: string];
}

const kinds = {
  up: { summary: "controller, API and runner in one process", example: ["lockstep up", "starts the demo"] },
  controller: {
    summary: "only the reconcile loop of a larger installation",
    example: ["DATABASE_URL=postgres://… LOCKSTEP_REPO=https://… lockstep controller", "any number of these"],
  },
  api: {
    summary: "only the API; workers execute what it accepts",
    example: ["DATABASE_URL=postgres://… LOCKSTEP_REPO=https://… lockstep api", "any number of these"],
  },
} as const satisfies Readonly<Record<string, ProcessFacts>>;

interface WorkerOptions {
  readonly queue: readonly string[];
  readonly concurrency: number;
  readonly grace: number;
}

/** `lockstep up`, `controller` and `api`: configured by environment variables only. */
const plainCommands = (Object.keys(kinds) as (keyof typeof kinds)[]).map(
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
        .action(act((cli) => host({ kind, healthPort: healthPortOf(cli) }, cli)));
    },
);

/** `lockstep worker`: executes runs of the queues it names, on PostgreSQL. */
const workerCommand: CommandDefinition = (program, act) => {
  program
    .command("worker")
    .summary("executes the runs of some queues")
    .description(
      `Executes runs of the named queues until it is interrupted; then it takes nothing new, lets running steps go on for the grace and gives back the rest, which goes on elsewhere at once. It listens only where LOCKSTEP_PORT is set: /healthz, /readyz and /metrics. Configured by environment variables:\n\n${settings()}`,
    )
    .requiredOption("-q, --queue <queue>", "a queue to serve; may be given several times", collectQueues)
    .option("-c, --concurrency <count>", "most runs at the same time", parseCount, 64)
    .option("--grace <duration>", "how long running steps may go on after SIGTERM", parseSpan, 20_000)
    .addHelpText(
      "after",
      examples(
        ["lockstep worker --queue staging-shared", "runs of one queue"],
        ["lockstep worker --queue prod-finance --queue prod-shared", "of two"],
        ["lockstep worker --queue prod-reports --concurrency 4", "heavy runs, four at a time"],
        ["LOCKSTEP_PORT=4401 lockstep worker --queue prod-shared", "with probes and metrics"],
      ),
    )
    .action(
      act((cli, _: [], { queue, concurrency, grace }: WorkerOptions) => {
        const service = { queues: queue, concurrency, graceMs: grace };
        return host({ kind: "worker", service, healthPort: healthPortOf(cli) }, cli);
      }),
    );
};

/** The processes of an installation. */
export const processCommands: readonly CommandDefinition[] = [...plainCommands, workerCommand];

function settings(): string {
  const secrets = [
    `${secretVariablePrefix}<ENV>__<NAME>`,
    "what env:NAME secrets of that environment resolve to",
  ];
  const nameWidth = Math.max(
    ...[...Object.keys(settingTable), ...secrets.slice(0, 1)].map(({ length }) => length),
  );
  return [...Object.entries(settingTable), secrets]
    .map(([name = "", meaning = ""]) => `  ${name.padEnd(nameWidth)} ${meaning}`)
    .join("\n");
}

async function host(role: ProcessRole, { world }: Invocation): Promise<ExitCode> {
  const configuration = readServerConfiguration(world.env, world.cwd);
  if (role.kind !== "up") assertSharedState(role.kind, configuration);
  // Databases, git and the API take their time to load; the other commands do not need them.
  const { runProcess } = await import("../processes/run-process.ts");
  const isDemo = configuration.repository === null;
  await runProcess(role, configuration, {
    stopping: interruption(),
    async onReady(installation) {
      world.stdout.write(`${await greet(role, installation, { isDemo, cwd: world.cwd })}\n`);
    },
  });
  return exitCodes.done;
}

interface Place {
  readonly isDemo: boolean;
  readonly cwd: string;
}

/** What is printed once everything listens; where there is a dashboard, with a way in that works once. */
async function greet(role: ProcessRole, installation: Installation, place: Place): Promise<string> {
  if (role.kind === "worker") return greetWorker(role);
  const { dashboard } = installation;
  const hasDashboard = role.kind !== "controller" && dashboard !== null && dashboard !== "not-built";
  return welcome(installation, {
    ...place,
    loginLink: hasDashboard ? await makeAdminLink(installation) : null,
  });
}

/** A process without an API listens only where it was told to. */
function healthPortOf({ world }: Invocation): number | null {
  const { port } = readConfiguration(world.env, world.cwd);
  return (world.env["LOCKSTEP_PORT"] ?? "") === "" ? null : port;
}

function greetWorker({ service, healthPort: port }: Extract<ProcessRole, { kind: "worker" }>): string {
  const queues = service.queues?.join(", ") ?? "every queue";
  const listening = port === null ? "" : `; /healthz, /readyz and /metrics on port ${port}`;
  return `\n  Lockstep executes runs of ${queues}, ${service.concurrency} at a time${listening}\n`;
}

/** SQLite and the demo repository lie in one data directory, which only one process may use. */
function assertSharedState(kind: ProcessRole["kind"], { databaseUrl, repository }: Configuration): void {
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
