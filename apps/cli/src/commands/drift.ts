import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { DriftView } from "../org/responses.ts";
import { describeAge } from "../printing/ages.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";

/** `lockstep drift`: named differences between what was applied and what is stored. */
export const driftCommand: CommandDefinition = (program, act) => {
  program
    .command("drift")
    .summary("differences between what was applied and what is stored")
    .description(
      "Lists every named difference of an environment. Exit code 3 when there is one, 0 when there is none.\nAn environment that is only behind git has no drift; see `lockstep status`.",
    )
    .addHelpText("after", examples(["lockstep drift -e production", "exit code 3 when something differs"]))
    .action(act(show));
};

async function show(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "drift");
  const { items } = await fetchItems<DriftView>(org, path, { limit: 1_000 });
  cli.output.present({ environment, drift: items }, () => linesOf(environment, items, cli));
  return items.length === 0 ? exitCodes.done : exitCodes.different;
}

function linesOf(environment: string, drift: readonly DriftView[], { world }: Invocation): readonly Text[] {
  if (drift.length === 0) return [`No drift in ${environment}: what is stored is what was applied.`];
  const rows = drift.map(({ slug, kind, since, detectedBy, sentence }) => [
    styled("bold", slug),
    styled("red", kind),
    describeAge(since, world.clock),
    detectedBy,
    sentence,
  ]);
  return table(["PIPELINE", "KIND", "SINCE", "SEEN BY", "WHAT"], rows);
}
