import { acknowledgeDrift } from "../drift/acknowledge-drift.ts";
import { adoptDrift } from "../drift/adopt-drift.ts";
import { revertDrift } from "../drift/revert-drift.ts";
import { showDrift } from "../drift/show-drift.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep drift …`: named differences between what was applied and what is stored, and the ways out. */
export const driftCommand: CommandDefinition = (program, act) => {
  const drift = program
    .command("drift")
    .summary("differences between what was applied and what is stored")
    .description(
      "Lists every named difference of an environment, with who made it as far as the database knows. Exit code 3 when there is one, 0 when there is none.\nAn environment that is only behind git has no drift; see `lockstep status`.",
    )
    .addHelpText("after", examples(["lockstep drift -e production", "exit code 3 when something differs"]))
    .action(act(showDrift));
  drift
    .command("revert")
    .argument("<id>", "id of the difference, as `lockstep drift` shows it")
    .summary("put the row right")
    .description(
      "Writes the row as it was applied. A stored manifest that is gone or was edited comes from git.",
    )
    .requiredOption("-r, --reason <text>", "why; it is written into the ledger")
    .addHelpText(
      "after",
      examples(["lockstep drift revert 4f1c… -e production -r 'Not reviewed'", "put it right"]),
    )
    .action(act(revertDrift));
  drift
    .command("adopt")
    .argument("<id>", "id of the difference")
    .summary("propose it as a change of git")
    .description(
      "Opens a pull request that makes git say what the database says, or without a forge prints what to type. Nothing of it runs before that is merged and applied.",
    )
    .requiredOption("-r, --reason <text>", "why; it is written into the ledger")
    .addHelpText(
      "after",
      examples(["lockstep drift adopt 4f1c… -e production -r 'Hotfix'", "open a pull request"]),
    )
    .action(act(adoptDrift));
  drift
    .command("acknowledge")
    .argument("<id>", "id of the difference")
    .summary("let it not count until a date")
    .description("It does not count until then, or until it becomes another difference. It stays listed.")
    .requiredOption("--until <when>", "an instant, or so long from now, such as 7d")
    .requiredOption("-r, --reason <text>", "why; it is written into the ledger")
    .addHelpText(
      "after",
      examples(["lockstep drift acknowledge 4f1c… -e staging --until 7d -r 'Load test'", "for a week"]),
    )
    .action(act(acknowledgeDrift));
};
