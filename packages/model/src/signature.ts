import type { Revision } from "./identifiers.ts";

/**
 * What is known of a commit's signature. `verified` names the signer; `unknown-signer` is a good signature of nobody who
 * is allowed; `unsupported` is a kind that is not checked here (S/MIME); `invalid` does not fit the commit.
 */
export interface CommitSignature {
  readonly revision: Revision;
  readonly status: "verified" | "unsigned" | "invalid" | "unknown-signer" | "expired" | "unsupported";
  /** Principal of the allowed-signers file, such as `ada@example.com`. */
  readonly signer: string | null;
  /** A sentence for people. */
  readonly because: string;
}

/** A commit as git stores it, first parents only. */
export interface RawCommit {
  readonly revision: Revision;
  readonly parents: readonly Revision[];
  /** The object's content, byte for byte, without git's header. */
  readonly bytes: Uint8Array;
}
