import type { FileContent, ObjectId } from "@lockstep/model";

/** Reads objects of one git directory. Two roads: isomorphic-git in process, native git beside it. */
export interface ObjectReader {
  /** Content of a commit or tree; `null` when it is not here. Throws when it is damaged or of another type. */
  readObject(id: ObjectId, type: "commit" | "tree", signal: AbortSignal): Promise<Uint8Array | null>;
  /** Contents of blobs; those that are not here are left out. */
  readFiles(
    ids: readonly ObjectId[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ObjectId, FileContent>>;
  /** Forgets what is cached, because the files below changed. */
  refresh(): void;
  close(): Promise<void>;
}
