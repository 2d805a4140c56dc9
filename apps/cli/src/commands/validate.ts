import { Option } from "commander";

import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";
import { reportFormats } from "../reports/report-formats.ts";

/** `lockstep validate`: every problem of the manifests in a work tree. */
export const validateCommand: CommandDefinition = (program, act) => {
  program
    .command("validate")
    .argument("[paths...]", "files and folders; the current directory when none is named")
    .summary("all problems of manifests, with file, line and column")
    .description(
      "Checks environments/*.json and pipelines/**/*.pipeline.json, or the named files and folders, and prints every problem at once. Exit code 1 when there are errors, 0 when there are only warnings. Needs no server.",
    )
    .addOption(
      new Option("--format <format>", "how to print; --json is the same as json").choices(reportFormats),
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep validate", "the repository here"],
        ["lockstep validate pipelines/sales", "one folder"],
        ["lockstep validate --format github", "annotations in GitHub Actions"],
        ["lockstep validate --format sarif > lockstep.sarif", "for code scanning"],
      ),
    )
    .action(act(deferred(async () => (await import("../worktree/validate-manifests.ts")).validateManifests)));
};
