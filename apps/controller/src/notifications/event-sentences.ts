import type { EventName } from "@lockstep/model";

/** What an event means to a person: what happened, and what to do unless the event itself says so. */
export interface EventSentence {
  readonly what: string;
  readonly next: string;
}

const nothing = "Nothing.";

/** `{env}`, `{deploy}` and `{run}` stand for names of the event. */
export const eventSentences: { readonly [Name in EventName]: EventSentence } = {
  "environment.observed": { what: "A new revision without changes was noted", next: nothing },
  "environment.planned": { what: "A plan was made", next: nothing },
  "environment.waiting": {
    what: "A plan waits for a gate",
    next: "lockstep status --env {env} says for whom.",
  },
  "environment.applied": { what: "What runs has changed", next: nothing },
  "environment.refused": {
    what: "The newest commit is refused; what was applied before stays in force",
    next: "Push a commit that mends the problems of lockstep status --env {env}.",
  },
  "environment.held": {
    what: "The environment is kept as it is",
    next: "When the reason is gone: lockstep resume {env}.",
  },
  "environment.resumed": { what: "The environment follows git again", next: nothing },
  "environment.retired": { what: "The environment was taken out of service", next: nothing },
  "deploy.planned": { what: "A deploy was planned", next: nothing },
  "deploy.waiting": { what: "A deploy waits for a gate", next: "lockstep history {deploy} says for whom." },
  "deploy.applied": { what: "A deploy was applied", next: nothing },
  "deploy.refused": {
    what: "A deploy was refused",
    next: "Push a commit that mends the problems of lockstep history {deploy}.",
  },
  "deploy.rejected": { what: "A person rejected a deploy", next: "Push another commit." },
  "deploy.superseded": { what: "A newer commit took the place of a deploy", next: nothing },
  "deploy.failed": {
    what: "A fault kept a deploy from being applied",
    next: "It is tried again; see lockstep status --env {env} if it stays.",
  },
  "deploy.rolled-back": {
    what: "A deploy was rolled back",
    next: "Push a mended commit; the environment is held until it no longer asks for what was taken out.",
  },
  "deploy.verified": { what: "A deploy was verified", next: nothing },
  "deploy.unverified": {
    what: "The verification of a deploy failed",
    next: "See lockstep history {deploy}, then push a mended commit or roll back.",
  },
  "break-glass.used": {
    what: "Somebody broke the glass: a deploy skipped windows and approvals",
    next: "Look at lockstep history {deploy} and settle it.",
  },
  "break-glass.overdue": {
    what: "A deploy that skipped windows and approvals was not looked at in time",
    next: "Look at lockstep history {deploy} and settle it.",
  },
  "promotion.opened": { what: "A promotion was proposed", next: "Review the pull request." },
  "drift.detected": {
    what: "What is stored differs from what was applied",
    next: "lockstep drift --env {env} names the differences.",
  },
  "drift.cleared": { what: "What is stored is what was applied again", next: nothing },
  "run.queued": { what: "A run was accepted", next: nothing },
  "run.started": { what: "A run has started", next: nothing },
  "run.waiting": { what: "A run waits", next: "lockstep runs {run} shows for what." },
  "run.completed": { what: "A run has ended", next: nothing },
  "run.failed": {
    what: "A run has failed",
    next: "lockstep runs {run} shows why; lockstep retry {run} goes on.",
  },
  "run.cancelled": { what: "A run was cancelled", next: nothing },
};
