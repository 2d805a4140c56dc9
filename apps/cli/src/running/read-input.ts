import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import type { Json } from "@lockstep/model";

import type { World } from "../program/world.ts";
import { wrongUse } from "../program/wrong-use.ts";

export interface InputOptions {
  readonly input?: string;
  readonly inputFile?: string;
  readonly sample?: true;
}

/** Where a run's input comes from: given as JSON, the manifest's sample, or nothing said. */
export type ChosenInput =
  | { readonly from: "given"; readonly value: Json }
  | { readonly from: "sample" }
  | { readonly from: "nowhere" };

/** The input that the options name. Wrong use: more than one of them, an unreadable file, no JSON. */
export async function readInput(
  world: Pick<World, "cwd" | "stdin">,
  options: InputOptions,
): Promise<ChosenInput> {
  const { input, inputFile, sample } = options;
  const named = [input, inputFile, sample].filter((option) => option !== undefined);
  if (named.length > 1) throw wrongUse("Choose one of --input, --input-file and --sample.");
  if (sample === true) return { from: "sample" };
  if (input !== undefined) return { from: "given", value: parse(input, "--input") };
  if (inputFile === undefined) return { from: "nowhere" };
  const content = inputFile === "-" ? await text(world.stdin) : readInputFile(world.cwd, inputFile);
  return { from: "given", value: parse(content, inputFile === "-" ? "standard input" : inputFile) };
}

function readInputFile(cwd: string, name: string): string {
  try {
    return readFileSync(resolve(cwd, name), "utf8");
  } catch (cause) {
    throw wrongUse(
      `The input file '${name}' cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      cause,
    );
  }
}

function parse(content: string, name: string): Json {
  try {
    return JSON.parse(content) as Json;
  } catch (cause) {
    // The parser's own message quotes the text, which may hold personal data.
    throw wrongUse(`${name} is not JSON. Strings need double quotes: --input '{"name":"Ada"}'`, cause);
  }
}
