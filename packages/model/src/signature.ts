import type { Revision } from "./identifiers.ts";

/**
 * What is known of a commit's signature. `verified` names the signer; `unknown-signer` is a signature of nobody who is
 * allowed; `forge-judged` is S/MIME of a committer who may sign, on which only a forge has a verdict, and none has given
 * it yet; `forge-verified` is one that the forge verified; `unmade` stands for the commit that merging will make; `unsupported` is a kind or an amount that nobody checks; `invalid` does not fit the commit.
 */
export interface CommitSignature {
  readonly revision: Revision;
  readonly status:
    | "verified"
    | "forge-verified"
    | "unsigned"
    | "invalid"
    | "unknown-signer"
    | "expired"
    | "forge-judged"
    | "unmade"
    | "unsupported";
  /** Principal of the allowed-signers file, such as `ada@example.com`; for `forge-judged` who it is when the forge agrees. */
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
