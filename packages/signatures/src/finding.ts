import type { CommitSignature } from "@lockstep/model";

/** What is found of one signature, before the commit is named. */
export type Finding = Omit<CommitSignature, "revision">;

export function finding(
  status: CommitSignature["status"],
  because: string,
  signer: string | null = null,
): Finding {
  return { status, because, signer };
}
