import { toFailure } from "@lockstep/model";
import type { PublicKey, Signature } from "openpgp";

import { type Finding, finding } from "../finding.ts";
import { printable } from "../printable.ts";

const begin = "-----BEGIN PGP SIGNATURE-----";
const end = "-----END PGP SIGNATURE-----";

export function isOpenpgpSignature(text: string): boolean {
  return text.startsWith(begin);
}

export interface OpenpgpQuestion {
  readonly payload: Uint8Array;
  readonly signature: string;
  readonly keys: readonly PublicKey[];
}

/** Whether a key signed the commit and was neither expired nor revoked when it did. */
export async function verifyOpenpgp({ payload, signature, keys }: OpenpgpQuestion): Promise<Finding> {
  const read = await readOne(signature);
  if (read === null) return finding("invalid", "The OpenPGP signature cannot be read.");
  const [id] = read.getSigningKeyIDs();
  const known = id === undefined ? [] : keys.filter((key) => key.getKeys(id).length > 0);
  const name = printable(id?.toHex().toUpperCase() ?? "");
  const findings: Finding[] = [];
  for (const key of known) findings.push(await verifyBy(key, read, payload));
  return (
    findings.find(({ status }) => status === "verified") ??
    findings[0] ??
    finding("unknown-signer", `The OpenPGP key ${name} is not among the allowed signers.`)
  );
}

/** Exactly one signature over plain bytes, as git makes it: one over text would fit several contents. */
async function readOne(armored: string): Promise<Signature | null> {
  if (!armored.trimEnd().endsWith(end)) return null;
  const { enums, readSignature } = await import("openpgp");
  const signature = await readSignature({ armoredSignature: armored }).catch(() => null);
  const [packet, ...others] = signature?.packets ?? [];
  const isOne = packet !== undefined && others.length === 0;
  return isOne && packet.signatureType === enums.signature.binary ? signature : null;
}

async function verifyBy(key: PublicKey, signature: Signature, payload: Uint8Array): Promise<Finding> {
  const { createMessage, verify } = await import("openpgp");
  const made = signature.packets[0]?.created ?? new Date(0);
  try {
    const { signatures } = await verify({
      message: await createMessage({ binary: payload }),
      signature,
      verificationKeys: key,
      // Judged as of when it was signed: the commit's own time is a moment before that.
      date: made,
      format: "binary",
    });
    await signatures[0]?.verified;
    return finding("verified", `Signed with the OpenPGP key ${fingerprint(key)}.`, nameOf(key));
  } catch (thrown) {
    return explain(toFailure(thrown).message, `OpenPGP key ${fingerprint(key)}`);
  }
}

/** The library says it by message only; what it says of a key, it says after the signature itself was found to fit. */
function explain(message: string, key: string): Finding {
  if (message.includes("revoked")) return finding("unknown-signer", `The ${key} is revoked.`);
  if (message.includes("expired"))
    return finding("expired", `The ${key} was no longer valid when it signed the commit.`);
  if (message.includes("Signature verification failed"))
    return finding("invalid", "The OpenPGP signature does not fit the commit.");
  return finding("invalid", `The signature by the ${key} does not count: ${printable(message)}.`);
}

function nameOf(key: PublicKey): string {
  const [user] = key.users.flatMap(({ userID }) => userID ?? []);
  return (user?.email === "" ? user.userID : user?.email) ?? fingerprint(key);
}

function fingerprint(key: PublicKey): string {
  return key.getFingerprint().toUpperCase();
}
