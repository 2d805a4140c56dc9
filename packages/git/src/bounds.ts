/** How long things may take, in milliseconds. */
export interface Timeouts {
  /** Longest silence of the server, connecting included. */
  readonly idle: number;
  /** Longest time for listing branches. */
  readonly list: number;
  /** Longest time for fetching, a first clone included. */
  readonly fetch: number;
}

export const defaultTimeouts: Timeouts = { idle: 30_000, list: 30_000, fetch: 600_000 };

/** What one repository may cost. Sizes in bytes. */
export const bounds = {
  /** Answers that list branches: about 600 000 of them. */
  listing: 64 * 1024 * 1024,
  selectedFiles: 100_000,
  selectedFolders: 100_000,
  treeDepth: 64,
  redirects: 5,
  /** Objects that are held whole: commits, trees, files and the bases of their deltas. */
  objectInMemory: 64 * 1024 * 1024,
  /** Commits that are read to look at their signatures. */
  commitsInMemory: 64 * 1024 * 1024,
  /** Objects kept as bases of others, per repository. */
  baseCache: 32 * 1024 * 1024,
  /** Git's own limit (pack.depth). */
  deltaChain: 4095,
  /** Reads get slower with each pack: 500 packs were three times slower than one. */
  packs: 50,
  /** So many bytes of inflated objects are put together at a time. */
  combinedPacks: 128 * 1024 * 1024,
} as const;

/** The largest pack to take in process: isomorphic-git holds it in memory and inflates every object whole. */
export interface PackLimits {
  readonly bytes: number;
  readonly objects: number;
  readonly objectBytes: number;
}

const megabyte = 1024 * 1024;

/** When there is no other road. */
export const limitsAlone: PackLimits = {
  bytes: 512 * megabyte,
  objects: 2_000_000,
  objectBytes: 64 * megabyte,
};

/** When native git takes over what is larger: indexing 2000 objects takes isomorphic-git about 0.2 s. */
export const limitsBesideNative: PackLimits = {
  bytes: 8 * megabyte,
  objects: 2000,
  objectBytes: 8 * megabyte,
};
