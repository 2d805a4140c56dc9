/** A file of the repository, or what stands in its place. */
export type SourceFile =
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  | { readonly kind: "symlink" | "submodule" }
  | { readonly kind: "too-large"; readonly bytes: number };

/** A file with its path inside the repository. */
export interface SourceEntry {
  readonly path: string;
  readonly file: SourceFile;
}

/** Gives a file by its path inside the repository; `null` when there is none. */
export type ReadFile = (path: string) => SourceFile | null;
