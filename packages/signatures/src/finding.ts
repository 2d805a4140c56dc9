import type { CommitSignature } from "@lockstep/model";

/**
 * What is found of one signature, before the commit is named. Its sentence names keys and never people: it ends in deploy
 * records, which cannot be erased.
 */
export type Finding = Omit<CommitSignature, "revision">;

export function finding(
  status: CommitSignature["status"],
  because: string,
  signer: string | null = null,
): Finding {
  return { status, because, signer };
}
