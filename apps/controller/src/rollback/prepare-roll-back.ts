import {
  type AppliedPipeline,
  type AppliedState,
  type NewHold,
  type PastState,
  type Plan,
  type Revision,
  type Slug,
} from "@lockstep/model";

import { type JudgedOrder, judgeOrder, type Order } from "../orders/judge-order.ts";
import { somebodyWasFirst } from "../orders/order-deploy.ts";
import type { OrderDeps } from "../orders/order-deps.ts";
import { checkCalls } from "./check-calls.ts";
import { choosePipelines, findDiffering } from "./choose-pipelines.ts";
import { compileStoredPipelines } from "./compile-stored-pipelines.ts";
import { findPastState } from "./find-past-state.ts";
import type { RollBackTarget } from "./roll-back-request.ts";

/** A rollback that every gate admits, with everything that it writes. */
export interface PreparedRollBack {
  readonly order: Order;
  readonly judged: JudgedOrder;
  readonly past: PastState;
  /** The deploy in force. */
  readonly from: string;
  readonly differing: readonly Slug[];
  readonly quarantine: NewHold["quarantine"];
}

/** Finds out what a rollback does, and whether it may. Reads the org database only. Failures: those of `RollBack`. */
export async function prepareRollBack(deps: OrderDeps, target: RollBackTarget): Promise<PreparedRollBack> {
  const { store } = deps;
  const { environment } = target;
  const { status, past } = await findPastState(store, environment, target.to);
  const applied = await store.environments.loadApplied(environment);
  if (status.sequence !== applied.sequence || status.appliedDeploy === null)
    throw await somebodyWasFirst(store, environment);
  const sides = {
    now: applied.pipelines,
    then: await store.history.loadPipelines(environment, past.sequence),
  };
  const differing = findDiffering(sides.now, sides.then);
  const chosen = choosePipelines(target.pipelines, differing, sides);
  const isWhole = chosen.length === differing.length;
  const snapshot = await compileStoredPipelines(
    store.versions,
    isWhole ? past.revision : revisionOf(applied, past),
    wantedPipelines(sides, chosen),
  );
  checkCalls(snapshot, new Set(differing.filter((slug) => !chosen.includes(slug))), chosen);
  const order: Order = { intent: "rollback", applied, snapshot };
  const judged = await judgeOrder(deps, order);
  return {
    order,
    judged,
    past,
    from: status.appliedDeploy,
    differing,
    quarantine: takenOut(judged.plan),
  };
}

function revisionOf({ revision }: AppliedState, past: PastState): Revision {
  return revision ?? past.revision;
}

/** The chosen ones as they were then, where they were there at all, and all others as they are. */
function wantedPipelines(
  { now, then }: { readonly now: Pipelines; readonly then: Pipelines },
  chosen: readonly Slug[],
): readonly AppliedPipeline[] {
  const wanted = new Map(now);
  for (const slug of chosen) {
    const past = then.get(slug);
    if (past === undefined) wanted.delete(slug);
    else wanted.set(slug, past);
  }
  return [...wanted.values()].sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

type Pipelines = ReadonlyMap<Slug, AppliedPipeline>;

/** Content that is replaced or retired. What only comes back, or behaves as before, takes nothing out. */
function takenOut({ changes }: Plan): NewHold["quarantine"] {
  return changes.flatMap(({ slug, from, to }) => {
    if (from === null || from.content === to?.content) return [];
    return [{ slug, content: from.content, version: from.version }];
  });
}
