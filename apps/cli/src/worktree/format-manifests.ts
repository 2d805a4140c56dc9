import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { styled, type Text } from "../terminal/text.ts";
import { displayPath } from "./display-path.ts";
import { findManifests } from "./find-manifests.ts";
import { type FormatOutcome, formatFile } from "./format-file.ts";

interface Options {
  readonly check?: true;
}

type Named = FormatOutcome & { readonly file: string };

/** Writes manifests in the one layout, or names those that are not. */
export async function formatManifests(
  cli: Invocation,
  [paths]: [readonly string[]],
  { check }: Options,
): Promise<ExitCode> {
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
