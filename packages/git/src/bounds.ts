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
  /** isomorphic-git holds a pack in memory while it indexes and reads it. */
  packInMemory: 512 * 1024 * 1024,
  /** isomorphic-git inflates every object of a fetched pack at once. */
  objectInMemory: 64 * 1024 * 1024,
  selectedFiles: 100_000,
  treeDepth: 64,
  redirects: 5,
  /** Reads get slower with each pack: 500 packs were three times slower than one. */
  packs: 50,
} as const;
