/** One file of a run, as a claimed run's step writes it. */
export interface RunFileWrite {
  readonly run: string;
  /** A token that is too old writes nothing. */
  readonly fencingToken: number;
  readonly path: string;
  readonly content: string;
}

/** `full`: the run's files would be more, or larger, than {@link runFileLimits} allow. */
export type RunFileOutcome = "written" | "fenced" | "full";

/** Bounds on what one run may keep, in bytes of UTF-8. */
export const runFileLimits = {
  fileBytes: 8 * 1024 * 1024,
  runBytes: 64 * 1024 * 1024,
  files: 1_000,
} as const;

/** The files of runs. They lie in the org database, so that every machine that takes a run on finds them. */
export interface RunFiles {
  /** `null` when the run has no such file. */
  read(run: string, path: string): Promise<string | null>;
  /** Makes or replaces a file. */
  write(file: RunFileWrite): Promise<RunFileOutcome>;
}
