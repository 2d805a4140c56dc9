import type { Actor } from "../actor.ts";
import type { DetectedDrift } from "../drift.ts";
import type { Slug } from "../identifiers.ts";

/** One difference that somebody wants out of the world, and why. */
export interface DriftRequest {
  readonly environment: Slug;
  readonly id: string;
  readonly actor: Actor;
  readonly reason: string;
}

/** A pull request, or without a forge what to type instead. */
export type AdoptedDrift =
  | { readonly kind: "pull-request"; readonly number: number; readonly url: string }
  | { readonly kind: "commands"; readonly commands: readonly string[] };

/** The ways out of drift that need git. Failures: `not-found`, `unprocessable` with why not, those of {@link Repository}. */
export interface DriftMender {
  /** Makes rows again what was applied; manifests that are gone or edited come from git. Gives the difference it was. */
  revert(request: DriftRequest, signal: AbortSignal): Promise<DetectedDrift>;
  /** Proposes the difference as a change of git: once that is merged and applied, there is no difference any more. */
  adopt(request: DriftRequest, signal: AbortSignal): Promise<AdoptedDrift>;
}
