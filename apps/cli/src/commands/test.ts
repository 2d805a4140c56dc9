import { Option } from "commander";

import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";
import { testReporters } from "../rehearsing/test-reporters.ts";
import { parseVariable } from "../running/parse-variable.ts";

/** `lockstep test`: the manifests' own tests, with mocks. */
export const testCommand: CommandDefinition = (program, act) => {
  program
    .command("test")
    .argument("[paths...]", "files and folders; the current directory when none is named")
    .summary("run the manifests' tests with mocks")
    .description(
      "Runs tests[] of the pipelines in the named files and folders, here and without a server. Mocks answer for steps that have effects; nothing is sent, no secret is read, and no time is waited for. Exit code 1 when a test fails or a manifest has errors.",
    )
    .option("--filter <text>", "only tests whose name contains the text, or all of a slug that does")
    .addOption(
      new Option("--reporter <reporter>", "how to print; --json is the same as json").choices(testReporters),
    )
    .option("--coverage", "which steps and branches the tests go through")
    .option("--bail", "begin no further test after the first that fails")
    .option("--var <name=value>", "a variable, before those of the tests; may be repeated", parseVariable, {})
    .addHelpText(
      "after",
      examples(
        ["lockstep test", "the repository here"],
        ["lockstep test pipelines/support --coverage", "one folder, and what its tests miss"],
        ['lockstep test --filter "premium"', "some of them"],
        ["lockstep test --reporter github", "annotations in GitHub Actions"],
        ["lockstep test --reporter junit > junit.xml", "for continuous integration"],
      ),
    )
    .action(act(deferred(async () => (await import("../rehearsing/test-pipelines.ts")).testPipelines)));
};
