import type { Actor, CompiledPipeline, Drift, DriftPart, Slug } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { asOwnWrites } from "./as-own-writes.ts";
import { countAct } from "./count-act.ts";
import { type KnownDrift, listDrift } from "./list-drift.ts";
import { loadInForce } from "./load-in-force.ts";
import { lockEnvironment } from "./lock-environment.ts";
import { mendEnvironment } from "./mend-environment.ts";
import { mendLocks } from "./mend-locks.ts";
import { mendPipelines } from "./mend-pipelines.ts";
import { mendTriggers } from "./mend-triggers.ts";
import { removeDrift } from "./save-drift.ts";
import { takeTurns } from "./take-turns.ts";
import { appendDriftEntry, appendDriftEvent } from "./tell-drift.ts";

export interface DriftRevert {
  readonly environment: Slug;
  readonly ids: readonly string[];
  readonly manifests: readonly CompiledPipeline[];
  readonly actor: Actor;
  readonly reason: string;
}

/** Writes rows as the append-only history says they are, with the entry; ids of what is mended. */
export function revertDrift(request: DriftRevert): Query<readonly string[]> {
  return asOwnWrites(revert(request));
}

function* revert({ environment, ids, manifests, actor, reason }: DriftRevert): Query<readonly string[]> {
  yield* takeTurns([`drift:${environment}`]);
  // An apply waits, and so does this for an apply: history does not move while rows are written after it.
  yield* actor.kind === "controller" ? lockEnvironment(environment) : countAct(environment);
  const wanted = new Set(ids);
  const found = (yield* listDrift(environment)).filter(({ id }) => wanted.has(id));
  const of = (part: DriftPart) => found.filter((drift) => drift.part === part);
  const inForce = yield* loadInForce(environment);
  const mended: Drift[] = [];
  if (inForce !== null && of("environment").length > 0) {
    yield* mendEnvironment(environment, inForce);
    mended.push(...of("environment"));
  }
  mended.push(...(yield* mendPipelines(environment, of("pipeline"), manifests)));
  mended.push(...(yield* mendTriggers(environment, of("trigger"), inForce)));
  mended.push(...(yield* mendLocks(environment, of("lock"), inForce)));
  const names = new Set(mended.map(({ id }) => id));
  const told = found.filter(({ id }) => names.has(id));
  yield* tellReverted(environment, told, { actor, reason });
  yield* removeDrift(environment, told);
  return told.map(({ id }) => id);
}

function* tellReverted(
  environment: Slug,
  told: readonly KnownDrift[],
  { actor, reason }: Pick<DriftRevert, "actor" | "reason">,
): Query<void> {
  const [first] = told;
  if (first === undefined) return;
  const more = told.length > 1 ? ` And ${told.length - 1} more.` : "";
  const because = `Rows are again what was applied. It was: ${first.sentence}${more}`;
  yield* appendDriftEntry(environment, { kind: "drift-reverted", actor, reason, because, drift: told });
  const reported = told.filter(({ isReported }) => isReported);
  if (reported.length > 0) yield* appendDriftEvent("drift.cleared", environment, reported);
}
