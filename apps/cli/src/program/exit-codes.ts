/** What the command tells the shell; the same for every command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  /** Drift, or a plan with changes under `--detect`. */
  different: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
