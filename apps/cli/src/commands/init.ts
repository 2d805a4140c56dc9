import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { Failure } from "@lockstep/model";

import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { scaffoldFiles } from "../scaffold/scaffold-files.ts";
import { styled } from "../terminal/text.ts";

/** `lockstep init`: the first files of a repository that Lockstep serves. */
export const initCommand: CommandDefinition = (program, act) => {
  program
    .command("init")
    .argument("[directory]", "top of the repository", ".")
    .summary("first files of a repository that Lockstep serves")
    .description(
      "Makes two environments, one pipeline, JSON Schemas for editors and a GitHub workflow that validates pull requests.\nNothing is overwritten: when one of the files exists, none is made.",
    )
    .addHelpText("after", examples(["lockstep init", "in the repository here"]))
    .action(act(init));
};

async function init({ world, output }: Invocation, [directory]: [string]): Promise<ExitCode> {
  const root = resolve(world.cwd, directory);
  const files = scaffoldFiles();
  assertFree(root, [...files.keys()]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: "wx" });
  }
  output.present({ created: [...files.keys()] }, () => [
    ...[...files.keys()].map((path) => [styled("green", "created "), path]),
    "",
    "Try it without a server:  lockstep run pipelines/hello/hello.pipeline.json --sample --env staging",
    "Then commit, and serve it: LOCKSTEP_REPO=. lockstep up",
  ]);
  return exitCodes.done;
}

function assertFree(root: string, paths: readonly string[]): void {
  const taken = paths.filter((path) => existsSync(join(root, path)));
  if (taken.length === 0) return;
  throw new Failure(
    "conflict",
    `Nothing was made, because this exists already: ${taken.join(", ")}.\nMove it away, or add files by hand; \`lockstep validate\` checks them.`,
  );
}
