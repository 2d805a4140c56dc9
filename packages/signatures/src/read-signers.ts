import { bounds } from "./bounds.ts";
import { parsePublicKeys } from "./openpgp/parse-public-keys.ts";
import type { AllowedSigners } from "./signers.ts";
import { parseAllowedSigners } from "./ssh/parse-allowed-signers.ts";

/** The files that name who may sign; `null` where there is none. */
export interface SignerFiles {
  /** OpenSSH's format. */
  readonly ssh: string | null;
  /** Armored public keys. */
  readonly openpgp: string | null;
  /** E-mail addresses, as lists of patterns, one a line. */
  readonly smime: string | null;
}

/** Never fails: what cannot be read allows nobody, and `faults` says so. */
export async function readSigners(files: SignerFiles): Promise<AllowedSigners> {
  const [ssh, openpgp, smime] = [bounded(files.ssh), bounded(files.openpgp), bounded(files.smime)];
  const lines = parseAllowedSigners(ssh ?? "");
  const keys = await parsePublicKeys(openpgp ?? "");
  const tooLarge = `A file of signers is larger than ${bounds.signers} bytes and allows nobody.`;
  const faults = [
    ...([ssh, openpgp, smime].includes(null) ? [tooLarge] : []),
    ...lines.faults,
    ...keys.faults,
  ];
  return {
    ssh: lines.ssh,
    openpgp: keys.openpgp,
    smime: parseAddresses(smime ?? ""),
    faults: faults.slice(0, bounds.faults),
  };
}

/** Blank lines and comments allow nobody. Addresses are compared in lower case. */
function parseAddresses(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim().toLowerCase());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

function bounded(text: string | null): string | null {
  if (text === null) return "";
  return text.length > bounds.signers ? null : text;
}
