import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep init`: the first files of a repository that Lockstep serves. */
export const initCommand: CommandDefinition = (program, act) => {
  program
    .command("init")
    .argument("[directory]", "top of the repository", ".")
    .summary("first files of a repository that Lockstep serves")
    .description(
      "Makes two environments, one pipeline with tests, JSON Schemas for editors and a GitHub workflow that validates and tests pull requests.\nNothing is overwritten: when one of the files exists, none is made.",
    )
    .addHelpText("after", examples(["lockstep init", "in the repository here"]))
    .action(
      act(deferred(async () => (await import("../scaffold/scaffold-repository.ts")).scaffoldRepository)),
    );
};
