import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep checksum`: what a manifest means, as a number. */
export const checksumCommand: CommandDefinition = (program, act) => {
  program
    .command("checksum")
    .argument("<file>", "a pipeline manifest")
    .summary("both checksums of a manifest")
    .description(
      "Prints the content checksum, which covers all behaviour, and the manifest checksum, which covers the whole file.\nFormatting, key order and spelled-out defaults change neither.",
    )
    .addHelpText(
      "after",
      examples(["lockstep checksum pipelines/hello/hello.pipeline.json", "compare with lockstep history"]),
    )
    .action(act(deferred(async () => (await import("../worktree/print-checksums.ts")).printChecksums)));
};
