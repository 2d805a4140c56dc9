import { createHash } from "node:crypto";

import { Failure } from "@lockstep/model";

import { fromBase64, WireReader, wireString } from "./wire-reader.ts";

/** A signature as `ssh-keygen -Y sign` makes it (OpenSSH's PROTOCOL.sshsig). */
export interface SshSignatureFile {
  /** The signer's public key in SSH's form. */
  readonly key: Buffer;
  readonly namespace: string;
  readonly signature: Buffer;
  /** What the signature is made over, for a message. */
  signedBytes(message: Uint8Array): Buffer;
}

const begin = "-----BEGIN SSH SIGNATURE-----";
const end = "-----END SSH SIGNATURE-----";
const magic = "SSHSIG";
const hashes = ["sha256", "sha512"];

export function isSshSignature(text: string): boolean {
  return text.startsWith(begin);
}

/** Failure: `invalid-input`. */
export function parseSshsig(text: string): SshSignatureFile {
  const lines = text.trimEnd().split("\n");
  if (lines[0] !== begin || lines.at(-1) !== end)
    throw new Failure("invalid-input", "It does not begin and end as SSH signatures do.");
  const reader = new WireReader(fromBase64(lines.slice(1, -1).join("")));
  if (reader.bytes(magic.length).toString("latin1") !== magic || reader.number() !== 1)
    throw new Failure("invalid-input", "It is not an SSH signature of version 1.");
  const key = reader.string();
  const namespace = reader.text();
  const reserved = reader.string();
  const hash = reader.text();
  const signature = reader.string();
  reader.end();
  if (!hashes.includes(hash)) throw new Failure("invalid-input", "It names a hash that SSH does not allow.");
  return {
    key,
    namespace,
    signature,
    signedBytes: (message) =>
      Buffer.concat([
        Buffer.from(magic),
        wireString(namespace),
        wireString(reserved),
        wireString(hash),
        wireString(createHash(hash).update(message).digest()),
      ]),
  };
}
