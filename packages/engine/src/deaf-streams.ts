import type { StepStreams } from "@lockstep/model";

/** Streams that nobody can watch, for a runner without an audience. */
export function createDeafStreams(): StepStreams {
  return { publish: () => undefined, listen: () => () => undefined };
}
