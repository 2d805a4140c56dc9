import type { JsonObject, Slug, Timestamp } from "./identifiers.ts";

export const eventNames = [
  "environment.observed",
  "environment.planned",
  "environment.waiting",
  "environment.applied",
  "environment.refused",
  "environment.held",
  "environment.resumed",
  "environment.retired",
  "deploy.planned",
  "deploy.waiting",
  "deploy.applied",
  "deploy.refused",
  "deploy.rejected",
  "deploy.superseded",
  "deploy.failed",
  "deploy.rolled-back",
  "deploy.verified",
  "deploy.unverified",
  "break-glass.used",
  "break-glass.overdue",
  "promotion.opened",
  "drift.detected",
  "drift.cleared",
  "run.queued",
  "run.started",
  "run.waiting",
  "run.completed",
  "run.failed",
  "run.cancelled",
] as const;

/**
 * What those who watch need to look again, and nobody wants to be notified of. `environment.changed`: what was last found
 * out differs from before. Events about tokens belong to the org's chain.
 */
export const liveEventNames = [
  "environment.changed",
  "deploy.answered",
  "run.answered",
  "drift.acknowledged",
  "token.created",
  "token.revoked",
] as const;

export type LiveEventName = (typeof liveEventNames)[number];

/** What happens to a step. Told to those who follow its run, and derived from the run's log: nobody else is told. */
export const stepEventNames = [
  "step.started",
  "step.completed",
  "step.failed",
  "step.retrying",
  "step.waiting",
  "step.skipped",
  "step.cancelled",
] as const;

export type StepEventName = (typeof stepEventNames)[number];

export type EventName = (typeof eventNames)[number];

/** Something that happened, not yet numbered. The body stays below 16 KB. */
export interface NewEvent {
  readonly name: EventName | LiveEventName;
  /** Or the org's chain. */
  readonly environment: Slug;
  readonly body: JsonObject;
}

/** A published event. */
export interface OrgEvent extends NewEvent {
  /** Grows by one per event; given by one publisher after commit, so a reader that saw n has seen all below. */
  readonly id: number;
  readonly at: Timestamp;
}

/** An event that an environment can have channels notified of. */
export interface NotifiableEvent extends OrgEvent {
  readonly name: EventName;
}

/** Whether channels can be notified of it. */
export function isNotifiable(event: OrgEvent): event is NotifiableEvent {
  return (eventNames as readonly string[]).includes(event.name);
}
