import type { DeployTransition } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEvents } from "./append-events.ts";
import { appendOutbox } from "./append-outbox.ts";
import { appendRecord } from "./append-record.ts";
import { isFenced } from "./is-fenced.ts";
import { saveDeploy } from "./save-deploy.ts";

/** Moves a deploy to its new state, with its record and what others are told. */
export function* transitionDeploy(transition: DeployTransition): Query<"written" | "fenced"> {
  const { deploy, fencingToken, record, events, outbox } = transition;
  if (yield* isFenced(deploy.environment, fencingToken)) return "fenced";
  yield* saveDeploy(deploy);
  if (record !== null) {
    yield* appendRecord({ ...record, environment: deploy.environment, deploy: deploy.id });
  }
  yield* appendEvents(events);
  yield* appendOutbox(outbox);
  return "written";
}
