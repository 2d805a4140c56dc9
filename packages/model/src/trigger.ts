import type { Environment } from "./environment.ts";
import type { Json, JsonObject, Slug, Timestamp } from "./identifiers.ts";
import type { Trigger } from "./pipeline.ts";

/** A trigger of a pipeline that is in force in an environment, whether it fires there or not. */
export interface AppliedTrigger {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly trigger: Trigger;
  /** What manifest and environment say together; one that is not enabled never fires. */
  readonly isEnabled: boolean;
  /** When it came into force as it is now. */
  readonly since: Timestamp;
  /** Instant up to which a schedule has been looked at. */
  readonly cursorAt: Timestamp;
  /** A schedule's next instant; `null` while nobody has worked it out, and for other types. */
  readonly nextAt: Timestamp | null;
}

/**
 * What became of a firing: `pending` waits for its instant, its turn or a retry; `skipped` was not wanted (overlap,
 * filter, no longer in force); `missed` is an instant too old to make up for; `failed` could not start a run.
 */
export const firingStates = ["pending", "started", "skipped", "missed", "failed"] as const;

export type FiringState = (typeof firingStates)[number];

/** Why a firing did not start a run, or not yet. */
export interface FiringReason {
  readonly code: string;
  readonly message: string;
  /** Invalid places of the input. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** Names one firing: `(environment, key, slug, trigger)` happens once, in however many processes. */
export interface FiringName {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly trigger: string;
  /** The instant of a schedule, `run:<id>` of a completion, `event:<id>`, or `request:<id>` of a webhook. */
  readonly key: string;
}

/** A firing before the store knows it. */
export interface NewFiring extends FiringName {
  readonly type: Trigger["type"];
  readonly scheduledAt: Timestamp;
  /** How many triggers in a row led here; 0 for what began outside. */
  readonly depth: number;
  /** What the run's input is made from; forgotten once the firing is settled. */
  readonly payload: JsonObject;
}

/** One time that a trigger fired or should have. */
export interface Firing extends Omit<NewFiring, "payload"> {
  /** Grows with each firing of the database. */
  readonly position: number;
  readonly payload: JsonObject | null;
  readonly state: FiringState;
  readonly attempts: number;
  readonly run: string | null;
  readonly reason: FiringReason | null;
  readonly createdAt: Timestamp;
  readonly endedAt: Timestamp | null;
  /** When a pending one is tried (again). */
  readonly nextAt: Timestamp | null;
}

/** Something that happened outside and may start pipelines that listen for its name. */
export interface RaisedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Json;
}

/** Whether a trigger of a pipeline fires in an environment: the environment's word about it wins, then its default. */
export function isTriggerEnabled(
  { triggers, pipelines }: Pick<Environment, "triggers" | "pipelines">,
  slug: Slug,
  { id, enabled }: Pick<Trigger, "id" | "enabled">,
): boolean {
  const override = Object.hasOwn(pipelines, slug) ? pipelines[slug] : undefined;
  if (override?.enabled === false) return false;
  const word = override !== undefined && Object.hasOwn(override.triggers, id) ? override.triggers[id] : null;
  if (word !== null && word !== undefined) return word === "enabled";
  return enabled && triggers.default === "enabled";
}
