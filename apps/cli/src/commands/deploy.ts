import { checkGates } from "../deploying/check-gates.ts";
import { followReconcile } from "../deploying/follow-reconcile.ts";
import { reportOutcome } from "../deploying/report-outcome.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchPreview } from "../org/fetch-preview.ts";
import type { OrgClient } from "../org/org-client.ts";
import { impactLines } from "../printing/impact-lines.ts";
import { decisionLines, planLines } from "../printing/plan-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseSpan } from "../program/parse-option.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { styled } from "../terminal/text.ts";

interface Options {
  readonly dryRun?: true;
  readonly checkOnly?: true;
  readonly timeout?: number;
}

const defaultTimeoutMs = 300_000;

/** `lockstep deploy`: asks the org to look at git now and follows what comes of it. */
export const deployCommand: CommandDefinition = (program, act) => {
  program
    .command("deploy")
    .summary("look at git now and follow it to the end")
    .description(
      [
        "Asks the org to reconcile an environment now and follows until what git says is applied, refused or waiting.",
        "Merging is what deploys; this only makes it happen sooner and shows the outcome.",
        "",
        "Exit code 0 when applied or in sync, and when a gate waits for a person or an instant or the environment is held (`outcome` under --json tells which); 1 when refused, drifted, failed or not settled in time.",
      ].join("\n"),
    )
    .option("--dry-run", "print the plan and change nothing")
    .option("--check-only", "print what every gate says and change nothing; exit code 1 unless all are open")
    .option("--timeout <duration>", "give up following after this long; 5m when not set", parseSpan)
    .addHelpText(
      "after",
      examples(
        ["lockstep deploy -e staging", "apply the head of its branch"],
        ["lockstep deploy -e production --dry-run", "print the plan"],
        ["lockstep deploy -e production --check-only", "may it be applied now?"],
      ),
    )
    .action(act(deploy));
};

async function deploy(cli: Invocation, _: readonly unknown[], options: Options): Promise<ExitCode> {
  if (options.dryRun && options.checkOnly) throw wrongUse("Choose one of --dry-run and --check-only.");
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  if (options.dryRun) return printPlan(cli, org, environment);
  if (options.checkOnly) return checkGates(cli, org, environment);
  cli.output.note(styled("dim", `${environment}: looking at git now …`));
  return reportOutcome(
    cli,
    org,
    await followReconcile(cli.world, org, { environment, timeoutMs: options.timeout ?? defaultTimeoutMs }),
  );
}

async function printPlan(
  { output, world }: Invocation,
  org: OrgClient,
  environment: string,
): Promise<ExitCode> {
  const { plan, decision, impact } = await fetchPreview(org, environment, undefined);
  output.present({ plan, decision, impact }, () => [
    ...planLines(plan, decision.verdicts),
    ...impactLines(impact, world.clock),
    ...decisionLines(decision),
  ]);
  return exitCodes.done;
}
