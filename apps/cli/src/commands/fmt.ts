import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep fmt`: one layout for every manifest. */
export const fmtCommand: CommandDefinition = (program, act) => {
  program
    .command("fmt")
    .argument("[paths...]", "files and folders; the current directory when none is named")
    .summary("write manifests in the one layout")
    .description(
      "Rewrites manifests with fields in the order of the format. No value and no checksum changes.\nExit code 1 when a file cannot be formatted, and under --check when one is not formatted.",
    )
    .option("--check", "change nothing; only name what is not formatted")
    .addHelpText(
      "after",
      examples(
        ["lockstep fmt", "the repository here"],
        ["lockstep fmt --check", "in continuous integration"],
      ),
    )
    .action(act(deferred(async () => (await import("../worktree/format-manifests.ts")).formatManifests)));
};
