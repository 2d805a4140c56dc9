import pc from "picocolors";

import type { World } from "../program/world.ts";
import { jsonText } from "./json-text.ts";
import { renderText } from "./render-text.ts";
import type { Text } from "./text.ts";

/** Where a command prints: text for people, or under `--json` exactly one document. */
export interface Output {
  readonly isJson: boolean;
  /** What a command found: the one JSON document, or lines on standard output. */
  present(document: unknown, lines: () => readonly Text[]): void;
  /** Lines on standard output ahead of what is presented at the end; nothing under `--json`. */
  lines(...lines: readonly Text[]): void;
  /** Progress and remarks on standard error; nothing under `--json`. */
  note(...lines: readonly Text[]): void;
  /** Text for another program in its own format, as it is, in either mode. */
  verbatim(text: string): void;
}

export interface OutputOptions {
  readonly isJson: boolean;
  /** `--no-color` makes it false. */
  readonly mayColor: boolean;
}

/** Output to the world's streams; coloured on a terminal unless `--no-color` or `NO_COLOR` (no-color.org) forbids it. */
export function createOutput({ stdout, stderr, env }: World, { isJson, mayColor }: OutputOptions): Output {
  const allowed = mayColor && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const colorsFor = (isTTY: boolean | undefined) => pc.createColors(allowed && isTTY === true);
  const print = (sink: World["stdout"], lines: readonly Text[]) => {
    const colors = colorsFor(sink.isTTY);
    for (const line of lines) sink.write(`${renderText(line, colors).trimEnd()}\n`);
  };
  return {
    isJson,
    present: (document, lines) =>
      isJson ? void stdout.write(`${jsonText(document)}\n`) : print(stdout, lines()),
    lines: (...lines) => (isJson ? undefined : print(stdout, lines)),
    note: (...lines) => (isJson ? undefined : print(stderr, lines)),
    verbatim: (text) => void stdout.write(text),
  };
}
