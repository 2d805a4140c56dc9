import { Failure } from "@lockstep/model";

import type { SshSigner } from "../signers.ts";
import { parseSignerTime } from "./parse-signer-time.ts";
import { splitOutsideQuotes } from "./split-words.ts";

export type SignerOptions = Pick<SshSigner, "namespaces" | "validAfter" | "validBefore">;

const names = ["namespaces", "valid-after", "valid-before"];

/** Reads `namespaces="git",valid-before="20270101Z"`. Failure: `invalid-input`, for anything else as well. */
export function parseSignerOptions(text: string): SignerOptions {
  const values = new Map<string, string>();
  for (const option of splitOutsideQuotes(text, (character) => character === ",") ?? []) {
    const [name, value] = parseOption(option);
    if (values.has(name)) throw new Failure("invalid-input", `${name} stands there twice`);
    values.set(name, value);
  }
  const time = (name: string) => {
    const value = values.get(name);
    return value === undefined ? null : parseSignerTime(value);
  };
  return {
    namespaces: values.get("namespaces") ?? null,
    validAfter: time("valid-after"),
    validBefore: time("valid-before"),
  };
}

function parseOption(option: string): readonly [string, string] {
  const [, written = "", value] = /^([a-z-]+)(?:="([^"]*)")?$/i.exec(option) ?? [];
  const name = written.toLowerCase();
  if (name === "cert-authority")
    throw new Failure("invalid-input", "cert-authority is not supported; list the keys themselves");
  if (names.includes(name) && value !== undefined) return [name, value];
  throw new Failure("invalid-input", "it has an option that is unknown or whose value is not in quotes");
}
