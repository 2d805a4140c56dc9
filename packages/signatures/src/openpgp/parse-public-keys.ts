import type { PublicKey } from "openpgp";

import type { AllowedSigners } from "../signers.ts";

const begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const end = "-----END PGP PUBLIC KEY BLOCK-----";

/**
 * Reads armored public keys, as many blocks as there are; what stands between them is a comment. Copies of one key count
 * as one, so that a revocation in any of them counts.
 */
export async function parsePublicKeys(text: string): Promise<Pick<AllowedSigners, "openpgp" | "faults">> {
  const keys = new Map<string, PublicKey>();
  const faults: string[] = [];
  for (const [index, block] of text.replaceAll("\r\n", "\n").split(begin).slice(1).entries()) {
    try {
      for (const key of await readBlock(block)) {
        const known = keys.get(key.getFingerprint());
        keys.set(key.getFingerprint(), known === undefined ? key : await known.update(key));
      }
    } catch {
      faults.push(
        `Block ${index + 1} of allowed_signers.asc allows nobody: it is not an OpenPGP public key.`,
      );
    }
  }
  if (text.includes("PGP PRIVATE KEY")) faults.push(privateKey);
  return { openpgp: [...keys.values()], faults };
}

const privateKey =
  "allowed_signers.asc holds a private key, which everybody can read there: revoke it and take it out.";

async function readBlock(block: string): Promise<readonly PublicKey[]> {
  const { readKeys } = await import("openpgp");
  const [body = ""] = block.split(end, 1);
  const keys = await readKeys({ armoredKeys: `${begin}${body}${end}\n` });
  return keys.map((key) => key.toPublic());
}
