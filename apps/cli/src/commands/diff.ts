import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep diff`: what differs in meaning, not in text. */
export const diffCommand: CommandDefinition = (program, act) => {
  program
    .command("diff")
    .argument("<a>", "file, folder, commit, commit:path, slug@1.2.3, environment or environment@instant")
    .argument("<b>", "what to compare it with, of the same kind or another")
    .summary("what differs in meaning between two files, commits, versions or environments")
    .description(
      "Compares two pipelines, or all pipelines of two places, and says every difference in a sentence with its class.\nA name that is both a commit and an environment means the commit; env:NAME always means the environment.\nAn environment may be asked for as it was: NAME@2026-02-03T14:03:00Z, or NAME@2d for two days ago.",
    )
    .option("--detect", "end with exit code 3 when there are differences")
    .addHelpText(
      "after",
      examples(
        ["lockstep diff main:pipelines/a.pipeline.json pipelines/a.pipeline.json", "since main"],
        ["lockstep diff main develop", "all pipelines of two branches"],
        ["lockstep diff order-intake@1.0.0 order-intake@1.1.0", "two released versions"],
        ["lockstep diff env:production env:staging", "what staging has ahead"],
        ["lockstep diff production@7d env:production", "what changed in a week"],
      ),
    )
    .action(act(deferred(async () => (await import("../comparing/print-differences.ts")).printDifferences)));
};
