import type { Actor, Deploy, Slug } from "@lockstep/model";

/** Takes an environment out of service whose manifest is gone from the control branch. */
export interface RetireRequest {
  readonly environment: Slug;
  readonly reason: string;
  readonly actor: Actor;
}

/** What retiring did. */
export interface Retired {
  readonly deploy: Deploy;
  readonly sequence: number;
}

/**
 * Retires every pipeline of a removed environment in one transaction: its triggers stop, its runs finish. It keeps its
 * policy, by which it is planned when its manifest comes back. Failures: `invalid-input`, `not-found`, `unprocessable`,
 * `conflict` when somebody else was first.
 */
export type Retire = (request: RetireRequest) => Promise<Retired>;
