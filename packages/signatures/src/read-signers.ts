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
}

/** Never fails: what cannot be read allows nobody, and `faults` says so. */
export async function readSigners(files: SignerFiles): Promise<AllowedSigners> {
  const [ssh, openpgp] = [bounded(files.ssh), bounded(files.openpgp)];
  const lines = parseAllowedSigners(ssh ?? "");
  const keys = await parsePublicKeys(openpgp ?? "");
  const tooLarge = `A file of signers is larger than ${bounds.signers} bytes and allows nobody.`;
  const faults = [...(ssh === null || openpgp === null ? [tooLarge] : []), ...lines.faults, ...keys.faults];
  return { ssh: lines.ssh, openpgp: keys.openpgp, faults: faults.slice(0, bounds.faults) };
}

function bounded(text: string | null): string | null {
  if (text === null) return "";
  return text.length > bounds.signers ? null : text;
}
