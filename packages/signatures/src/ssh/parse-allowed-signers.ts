import { Failure, toFailure } from "@lockstep/model";

import { printable } from "../printable.ts";
import type { AllowedSigners, SshSigner } from "../signers.ts";
import { parseSignerOptions } from "./parse-signer-options.ts";
import { readKeyType, readPublicKey } from "./public-key.ts";
import { splitOutsideQuotes } from "./split-words.ts";
import { fromBase64 } from "./wire-reader.ts";

const isBlank = (character: string) => character === " " || character === "\t";

/** Reads OpenSSH's `allowed_signers` format. A line that cannot be read allows nobody and is named in `faults`. */
export function parseAllowedSigners(text: string): Pick<AllowedSigners, "ssh" | "faults"> {
  const ssh: SshSigner[] = [];
  const faults: string[] = [];
  for (const [index, written] of text.split("\n").entries()) {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) continue;
    try {
      ssh.push(parseLine(line));
    } catch (thrown) {
      faults.push(`Line ${index + 1} of allowed_signers allows nobody: ${toFailure(thrown).message}.`);
    }
  }
  return { ssh, faults };
}

function parseLine(line: string): SshSigner {
  const words = splitOutsideQuotes(line, isBlank);
  if (words === null) throw new Failure("invalid-input", "a quote is not closed");
  const [principals = "", second = "", third = "", fourth = ""] = words;
  const hasOptions = !isKeyType(second);
  const [type, key] = hasOptions ? [third, fourth] : [second, third];
  const options = parseSignerOptions(hasOptions ? second : "");
  checkKey(type, key);
  return { principals: principals.replaceAll('"', ""), ...options, key };
}

function isKeyType(word: string): boolean {
  return /^(ssh-|ecdsa-|sk-)/.test(word);
}

function checkKey(type: string, key: string): void {
  if (!isKeyType(type))
    throw new Failure("invalid-input", "it should be principals, options, kind of key, key");
  try {
    const blob = fromBase64(key);
    if (readKeyType(blob) === type) return void readPublicKey(blob);
  } catch (thrown) {
    if (toFailure(thrown).kind === "unprocessable")
      throw new Failure(
        "invalid-input",
        `its key (${printable(type)}) is of a kind or size that is not accepted`,
      );
  }
  throw new Failure("invalid-input", `its ${printable(type)} key cannot be read`);
}
