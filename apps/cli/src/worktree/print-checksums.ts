import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled } from "../terminal/text.ts";
import { compileFile, pipelineOf } from "./compile-file.ts";
import { reportBroken } from "./report-broken.ts";

/** Prints both checksums of a pipeline manifest. */
export async function printChecksums({ world, output }: Invocation, [name]: [string]): Promise<ExitCode> {
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
