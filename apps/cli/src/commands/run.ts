import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";
import { parseVariable } from "../running/parse-variable.ts";

/** `lockstep run`: a manifest file here, or the applied version in an org. */
export const runCommand: CommandDefinition = (program, act) => {
  program
    .command("run")
    .argument("<file|slug>", "a manifest file, or the slug of an applied pipeline, also as slug@1.2.3")
    .summary("run a manifest file here, or an applied pipeline in an org")
    .description(
      "A file runs in this process without any server; --env takes variables, connections, channels and egress from environments/<env>.json beside it. Steps of type pipeline cannot be run from a file, and nobody can answer an approval there. A slug runs in an org, in exactly the version that is applied there. Exit code 1 when the run failed.",
    )
    .option("-i, --input <json>", "the input")
    .option("--input-file <path>", "the input from a file; - is standard input")
    .option("--sample", "the manifest's own sample as input")
    .option("--var <name=value>", "a variable, for a file; may be repeated", parseVariable, {})
    .option("--secret-file <path>", "secrets, for a file: NAME=VALUE lines or a JSON object, chmod 600")
    .option("--secret <name=value>", "a secret that others may see in the list of processes", append, [])
    .option("--allow <host>", "a host that steps may reach, for a file; may be repeated", append, [])
    .option("-f, --follow", "show steps as they go, and for a file what they log")
    .addHelpText(
      "after",
      examples(
        ["lockstep run pipelines/hello/hello.pipeline.json --sample", "try a file"],
        ['lockstep run hello.pipeline.json --input \'{"name":"Ada"}\' --json', "for programs"],
        [
          "lockstep run etl.pipeline.json --sample -e staging --secret-file .secrets -f",
          "with secrets, live",
        ],
        ["lockstep run hello --env staging --sample", "what is applied in staging"],
        ["cat order.json | lockstep run order-intake -e production --input-file -", "input from a pipe"],
      ),
    )
    .action(act(deferred(async () => (await import("../running/run-pipeline.ts")).runPipeline)));
};

function append(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
