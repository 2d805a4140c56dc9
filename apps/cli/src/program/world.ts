import type { Readable } from "node:stream";

import type { Clock, Timer } from "@lockstep/model";

/** Everything outside the program that a command may touch. Only `main.ts` takes it from the process. */
export interface World {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path that relative paths start from. */
  readonly cwd: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Shows an address in the person's browser; false where there is no way to. */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** Aborted when the person or the machine asks the process to end. Who never looks is ended at once. */
  readonly interrupted: AbortSignal;
}

export interface TextSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}
