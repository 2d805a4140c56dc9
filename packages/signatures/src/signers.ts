import type { PublicKey } from "openpgp";

/** One line of an `allowed_signers` file. */
export interface SshSigner {
  /** Patterns separated by commas, `!` before those that are not meant. */
  readonly principals: string;
  /** What the key may sign, as patterns; `null` is anything. */
  readonly namespaces: string | null;
  /** Seconds since the epoch; `null` is no bound. */
  readonly validAfter: number | null;
  readonly validBefore: number | null;
  /** The public key in SSH's own form, base64. */
  readonly key: string;
}

/** Whose signatures count. */
export interface AllowedSigners {
  readonly ssh: readonly SshSigner[];
  readonly openpgp: readonly PublicKey[];
  /** Lists of patterns of e-mail addresses whose S/MIME signatures count when a forge has verified them. */
  readonly smime: readonly string[];
  /** A sentence for each line or key that allows nobody because it cannot be read. */
  readonly faults: readonly string[];
}

/** How many keys and lists of addresses are allowed to sign commits. */
export function countSigners({ ssh, openpgp, smime }: AllowedSigners): number {
  return ssh.length + openpgp.length + smime.length;
}
