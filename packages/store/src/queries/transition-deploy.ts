import type { DeployTransition } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { appendOutbox } from "./append-outbox.ts";
import { isFenced } from "./is-fenced.ts";
import { lockEnvironment } from "./lock-environment.ts";
import { saveDeploy } from "./save-deploy.ts";

/** Moves a deploy to its new state, with its record and what others are told. */
export function* transitionDeploy(transition: DeployTransition): Query<"written" | "fenced"> {
  const { deploy, fencingToken, record, events, outbox } = transition;
  if (yield* isFenced(deploy.environment, fencingToken)) return "fenced";
  // Whoever answers the deploy comes before or after.
  yield* lockEnvironment(deploy.environment);
  yield* saveDeploy(deploy);
  if (record !== null) {
    const { id, environment } = deploy;
    yield* appendFact({ ...record, environment, deploy: id });
  }
  yield* appendEvents(events);
  yield* appendOutbox(outbox);
  return "written";
}
