import type { Actor, Json, NewRun, Provenance, Slug, Version } from "@lockstep/model";

/** What somebody asks for when starting a run. */
export interface RunRequest {
  readonly environment: Slug;
  readonly slug: Slug;
  /** Null is the applied version, whichever that is. */
  readonly version: Version | null;
  readonly input: Json;
  readonly trigger: Provenance["trigger"];
  readonly actor: Actor;
  readonly idempotency: NewRun["idempotency"];
  /** Absent for a run that takes up no other. */
  readonly retryOf?: NewRun["retryOf"];
}
