/** Bounds on one manifest. */
export const limits = {
  /** Bytes of the file itself: 1 MiB. */
  manifestBytes: 1_048_576,
  /** Bytes of a manifest and everything its `$file` references pull in: 4 MiB. */
  expandedBytes: 4_194_304,
  /** Arrays and objects inside each other. */
  depth: 64,
  steps: 500,
  /** Different files that one manifest may pull in. */
  files: 64,
} as const;
