import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { resolve } from "node:path";

import { type Checksum, Failure, type Slug } from "@lockstep/model";

import { verificationLines } from "../printing/verification-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { fetchExport } from "./fetch-export.ts";
import { readLines } from "./read-lines.ts";
import { verifyLedger } from "./verify-ledger.ts";

export interface VerifyOptions {
  /** A file, or `true` for what the org exports now. */
  readonly chain?: string | true;
  readonly head?: ReadonlyMap<Slug, Checksum>;
}

/** Proves an export of the ledger, offline when it is in a file; failed when a chain is broken or there is none. */
export async function verifyExport(
  cli: Invocation,
  _: readonly unknown[],
  { chain, head = new Map() }: VerifyOptions,
): Promise<ExitCode> {
  if (chain === undefined) throw wrongUse("Say what to verify: --chain [file].");
  const bytes = chain === true ? fetchExport(cli) : await openFile(cli, chain);
  const verified = await verifyLedger(readLines(bytes), head);
  const { chains, strayLines } = verified;
  const ok = chains.length > 0 && strayLines.length === 0 && chains.every(({ broken }) => broken === null);
  cli.output.present({ ok, ...verified }, () => verificationLines(verified));
  return ok ? exitCodes.done : exitCodes.failed;
}

async function openFile({ world }: Invocation, name: string): Promise<AsyncIterable<Uint8Array>> {
  const file = resolve(world.cwd, name);
  await access(file).catch((cause: unknown) => {
    throw new Failure(
      "not-found",
      `${file} cannot be read. \`lockstep audit export --out ${name}\` makes one.`,
      {
        cause,
      },
    );
  });
  return createReadStream(file);
}
