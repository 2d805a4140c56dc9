import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled } from "../terminal/text.ts";
import { compileFile, pipelineOf } from "../worktree/compile-file.ts";
import { reportBroken } from "../worktree/report-broken.ts";

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
    .action(act(checksum));
};

async function checksum({ world, output }: Invocation, [name]: [string]): Promise<ExitCode> {
  const file = compileFile(world.cwd, name);
  const pipeline = pipelineOf(file);
  if (pipeline === null) return reportBroken(output, file.name, file.problems);
  const { slug, version, content, manifest } = pipeline;
  output.present({ file: file.name, slug, version, content, manifest }, () =>
    alignColumns([
      [styled("dim", "pipeline"), `${slug}@${version}`],
      [styled("dim", "content"), content],
      [styled("dim", "manifest"), manifest],
    ]),
  );
  return exitCodes.done;
}
