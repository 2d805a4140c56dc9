import type { Actor, Json, Provenance, Run, Slug, Version } from "@lockstep/model";

/** What a caller asks for when it starts a run. */
export interface StartRunRequest {
  readonly environment: Slug;
  readonly slug: Slug;
  /** Must be the applied one; `null` takes whichever is applied. */
  readonly version: Version | null;
  readonly input: Json;
  readonly trigger: Provenance["trigger"];
  readonly actor: Actor;
  /** `scope` is the token and the route. */
  readonly idempotency: { readonly scope: string; readonly key: string } | null;
}

/** Validates the input, makes the run durable and returns it; the same idempotency key returns the first run. */
export type StartRun = (
  request: StartRunRequest,
) => Promise<{ readonly run: Run; readonly isNew: boolean }>;
