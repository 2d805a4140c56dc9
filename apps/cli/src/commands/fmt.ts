import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { styled, type Text } from "../terminal/text.ts";
import { displayPath } from "../worktree/display-path.ts";
import { findManifests } from "../worktree/find-manifests.ts";
import { type FormatOutcome, formatFile } from "../worktree/format-file.ts";

interface Options {
  readonly check?: true;
}

type Named = FormatOutcome & { readonly file: string };

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
    .action(act(format));
};

async function format(cli: Invocation, [paths]: [readonly string[]], { check }: Options): Promise<ExitCode> {
  const { cwd } = cli.world;
  const isDry = check === true;
  const done = findManifests(cwd, paths.length === 0 ? ["."] : paths).flatMap(({ root, chosen }) =>
    [...chosen]
      .sort()
      .map((path): Named => ({ file: displayPath(cwd, root, path), ...formatFile({ root, path, isDry }) })),
  );
  const changed = done.filter(({ outcome }) => outcome === "changed").map(({ file }) => file);
  const failed = done.flatMap((one) =>
    one.outcome === "failed" ? [{ file: one.file, message: one.because }] : [],
  );
  const isOk = failed.length === 0 && (!isDry || changed.length === 0);
  cli.output.present({ ok: isOk, changed, failed }, () => linesOf(done, isDry));
  return isOk ? exitCodes.done : exitCodes.failed;
}

function linesOf(done: readonly Named[], isDry: boolean): readonly Text[] {
  const changed = done.filter(({ outcome }) => outcome === "changed").length;
  const word = isDry ? "not formatted" : "formatted";
  return [
    ...done.flatMap((one) => lineOf(one, word)),
    `${changed} of ${done.length} manifests ${isDry ? "are not" : "were newly"} formatted.`,
  ];
}

function lineOf(one: Named, word: string): readonly Text[] {
  switch (one.outcome) {
    case "unchanged":
      return [];
    case "changed":
      return [[styled("yellow", word), " ", one.file]];
    case "failed":
      return [[styled("red", "failed"), " ", one.file, ": ", one.because]];
  }
}
