import type { PullRequest, Revision } from "@lockstep/model";

/** Files to be changed by a pull request. */
export interface ChangeProposal {
  /** Name of the new branch; the same proposal gives the same name. */
  readonly branch: string;
  readonly base: { readonly branch: string; readonly revision: Revision };
  /** `text` null removes the file, which must be there. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  /** A revision of a branch that holds all of these files with these texts, where there is one: less to type. */
  readonly heldBy?: Revision;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly message: string;
}

/** A pull request, or without a forge what to type instead. */
export type ProposedChange =
  | { readonly kind: "pull-request"; readonly pullRequest: PullRequest }
  | { readonly kind: "commands"; readonly commands: readonly string[] };

export type ProposeChange = (proposal: ChangeProposal, signal: AbortSignal) => Promise<ProposedChange>;
