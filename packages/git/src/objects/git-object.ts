/** What git stores. */
export type ObjectType = "commit" | "tree" | "blob" | "tag";

/** One object, inflated and free of deltas. */
export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}
