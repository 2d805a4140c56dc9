import type {
  Ancestry,
  Commit,
  CommitSignature,
  ControlSnapshot,
  Problem,
  Revision,
  Snapshot,
} from "@lockstep/model";

/** What the controller asks of git: revisions, compiled. Failures are those of model's `Repository`. */
export interface RevisionSource {
  /** Repository without credentials, for people. */
  readonly name: string;
  readHeads(signal: AbortSignal): Promise<ReadonlyMap<string, Revision>>;
  /** Environments at a revision of the control branch. */
  readControl(head: BranchHead, signal: AbortSignal): Promise<ControlSnapshot>;
  /** Pipelines at a revision; `view` names who asks, so that the next answer to the same view is incremental. */
  readSnapshot(request: SnapshotRequest, signal: AbortSignal): Promise<Snapshot>;
  readAncestry(base: Revision, head: Revision, signal: AbortSignal): Promise<Ancestry>;
  readCommit(revision: Revision, signal: AbortSignal): Promise<Commit>;
  /** A commit that need not be on any branch, such as a pull request's head: fetched by its id. */
  fetchCommit(head: BranchHead, signal: AbortSignal): Promise<Commit>;
  /** Texts of files as they are at a fetched revision; what is missing, too large or no text is left out. */
  readTexts(
    revision: Revision,
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
  /** The same problems, those that name a file and a pointer with line and column in that file. */
  placeProblems(
    revision: Revision,
    problems: readonly Problem[],
    signal: AbortSignal,
  ): Promise<readonly Problem[]>;
  /** Who signed the commits of some ranges, each commit once; see `readFirstParents` of model's `Repository`. */
  readSignatures(request: SignatureRequest, signal: AbortSignal): Promise<readonly CommitSignature[]>;
  /** How many keys a revision of the control branch allows to sign. */
  countSigners(control: Revision, signal: AbortSignal): Promise<number>;
  /** Who wrote the commits of some ranges, merged ones included; see `readContained` of model's `Repository`. */
  readAuthors(ranges: readonly AuthoredRange[], signal: AbortSignal): Promise<Authors>;
  close(): Promise<void>;
}

/** After `from`, up to and with `to`; `to` alone when `from` is `null`. */
export interface AuthoredRange {
  readonly from: Revision | null;
  readonly to: Revision;
}

export interface Authors {
  /** Authors, committers and those whom messages credit: `email:…` in lower case, `github:…` where it tells; sorted. */
  readonly identities: readonly string[];
  /** The commits, sorted. */
  readonly revisions: readonly Revision[];
}

export interface SignatureRequest {
  /** After `from`, up to and with `to`; of `to` alone when `from` is `null`. */
  readonly ranges: readonly { readonly from: Revision | null; readonly to: Revision }[];
  /** Revision of the control branch whose signers count. */
  readonly signers: Revision;
}

/** A branch and the revision it was seen at. A commit on no branch has a name that no branch can have, such as `pull:7`. */
export interface BranchHead {
  readonly branch: string;
  readonly revision: Revision;
}

export interface SnapshotRequest extends BranchHead {
  readonly view: string;
  /** Globs of pipeline manifests. */
  readonly include: readonly string[];
}
