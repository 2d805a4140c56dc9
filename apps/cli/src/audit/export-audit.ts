import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { fetchExport } from "./fetch-export.ts";

interface Options {
  readonly out?: string;
}

/** Prints the ledger as JSON Lines, or writes it to a file that is there only when all of it is. */
export async function exportAudit(
  cli: Invocation,
  _: readonly unknown[],
  { out }: Options,
): Promise<ExitCode> {
  const lines = fetchExport(cli);
  if (out === undefined) {
    const decoder = new TextDecoder();
    for await (const chunk of lines) cli.output.verbatim(decoder.decode(chunk, { stream: true }));
    cli.output.verbatim(decoder.decode());
    return exitCodes.done;
  }
  const file = resolve(cli.world.cwd, out);
  const part = `${file}.part`;
  await pipeline(Readable.from(lines), createWriteStream(part, { mode: 0o600 }));
  await rename(part, file);
  cli.output.present({ file }, () => [
    `The ledger is in ${file}. Prove it with: lockstep verify --chain ${out}`,
  ]);
  return exitCodes.done;
}
