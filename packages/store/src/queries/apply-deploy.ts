import type { Application, ApplyOutcome } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { Rollback } from "../database/rollback.ts";
import { advanceEnvironment } from "./advance-environment.ts";
import { appendEntry } from "./append-entry.ts";
import { appendEvents } from "./append-events.ts";
import { appendOutbox } from "./append-outbox.ts";
import { appendState } from "./append-state.ts";
import { armTriggers } from "./arm-triggers.ts";
import { asOwnWrites } from "./as-own-writes.ts";
import { claimReleases } from "./claim-releases.ts";
import { insertDebt } from "./insert-debt.ts";
import { insertHold } from "./insert-hold.ts";
import { insertManifests } from "./insert-manifests.ts";
import { insertSmokeRuns } from "./insert-smoke-runs.ts";
import { isFenced } from "./is-fenced.ts";
import { readNow } from "./read-now.ts";
import { replaceLocks } from "./replace-locks.ts";
import { saveDeploy } from "./save-deploy.ts";
import { switchPointers } from "./switch-pointers.ts";

interface Prepared {
  readonly canonicalBody: string;
  readonly holdId: string;
}

/** Carries a plan out: all of it, with its record, or nothing. */
export function applyDeploy(
  application: Application,
  prepared: Prepared,
): Query<ApplyOutcome | Rollback<ApplyOutcome>> {
  return asOwnWrites(carryOut(application, prepared));
}

function* carryOut(
  application: Application,
  { canonicalBody, holdId }: Prepared,
): Query<ApplyOutcome | Rollback<ApplyOutcome>> {
  const { deploy, record, releases, fencingToken, hold } = application;
  const { environment } = deploy;
  if (fencingToken !== null && (yield* isFenced(environment, fencingToken))) return { outcome: "fenced" };
  const at = yield* readNow();
  const sequence = yield* advanceEnvironment(application, at);
  if (sequence === null) return new Rollback({ outcome: "conflict" });
  const { revision } = deploy.plan.target;
  const standing = yield* claimReleases({ environment, revision, deploy: deploy.id, at, releases });
  if (standing !== null) return new Rollback({ outcome: "claimed", release: standing });
  yield* insertManifests(application.manifests);
  yield* switchPointers(application, sequence, at);
  yield* replaceLocks(deploy.plan);
  yield* armTriggers(application, at);
  yield* appendState(application, sequence, at);
  yield* saveDeploy(deploy);
  if (hold !== null) yield* insertHold(holdId, hold, at);
  yield* insertSmokeRuns(application, at);
  yield* insertDebt(application, at);
  const written = yield* appendEntry({ ...record, environment, deploy: deploy.id, canonicalBody });
  yield* appendEvents(application.events);
  yield* appendOutbox(application.outbox);
  return { outcome: "applied", sequence, record: written };
}
