import type { Commit } from "../deploy.ts";
import type { ObjectId, Revision } from "../identifiers.ts";
import type { RawCommit } from "../signature.ts";
import type { RepositoryFile } from "../snapshot.ts";

/** Which files of a revision are wanted; the walk skips directories that cannot contain any. */
export interface FileSelection {
  mayContain(directory: string): boolean;
  includes(path: string): boolean;
}

/** What one revision has that another has not. */
export interface FileChanges {
  /** Added or changed, with their new object ids. */
  readonly changed: readonly RepositoryFile[];
  readonly removed: readonly string[];
}

/** Content of a file, or its size when it is larger than asked for. */
export type FileContent = { readonly bytes: Uint8Array } | { readonly tooLarge: number };

/** How `head` relates to `base` in history. */
export type Ancestry = "same" | "ahead" | "behind" | "diverged";

/**
 * A git repository to read from. Failures: `repository-unreachable` (retry), `repository-invalid` and
 * `limit-exceeded` (stall), `cancelled`, `deadline-exceeded`. No message holds a credential.
 */
export interface Repository {
  /** URL or path without credentials. */
  readonly name: string;
  /** All branches and their revisions, in one round trip. */
  readBranches(signal: AbortSignal): Promise<ReadonlyMap<string, Revision>>;
  /** Makes the objects of these branch heads available. Cheap when they already are. */
  fetchRevisions(heads: ReadonlyMap<string, Revision>, signal: AbortSignal): Promise<void>;
  /** Difference of two fetched revisions, unchanged subtrees skipped by object id. `null` is the empty tree. */
  readChanges(
    from: Revision | null,
    to: Revision,
    selection: FileSelection,
    signal: AbortSignal,
  ): Promise<FileChanges>;
  /** Contents by object id; anything above `maxBytes` is named by size without being held. */
  readFiles(
    ids: readonly ObjectId[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ObjectId, FileContent>>;
  readCommit(revision: Revision, signal: AbortSignal): Promise<Commit>;
  /** Deepens history as far as the answer needs. `base` may be unknown to the repository: then `diverged`. */
  readAncestry(base: Revision, head: Revision, signal: AbortSignal): Promise<Ancestry>;
  /**
   * Every commit that following first parents from `to` meets before one that `from` contains, newest first; `to` is
   * among them unless it is `from`, and alone when `from` is `null`. Deepens history as far as that needs. More than
   * `limit` fails as `limit-exceeded`, history that cannot be fetched whole as `repository-invalid`.
   */
  readFirstParents(
    from: Revision | null,
    to: Revision,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly RawCommit[]>;
  /**
   * Every commit that `to` contains and `from` does not, whatever parents lead to it, in no order; `to` alone when `from`
   * is `null`. Deepens history as far as that needs. Failures as of `readFirstParents`.
   */
  readContained(
    from: Revision | null,
    to: Revision,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly Commit[]>;
  close(): Promise<void>;
}
