import { type AppliedState, type Deploy, type EnvironmentStatus, Failure, type Slug } from "@lockstep/model";

import { type JudgedOrder, judgeOrder, type Order } from "../orders/judge-order.ts";
import { orderBody, orderDeploy, somebodyWasFirst } from "../orders/order-deploy.ts";
import type { OrderDeps } from "../orders/order-deps.ts";
import type { Retire, RetireRequest } from "./retire-request.ts";

/** The use case over the org database alone: that the manifest is gone is what the controller last saw. */
export function createRetire(deps: OrderDeps): Retire {
  const { store } = deps;
  return async (request) => {
    const { environment, reason } = request;
    if (reason.trim() === "")
      throw new Failure("invalid-input", "Say why it is taken out of service.", {
        errors: [{ path: "/reason", message: "must not be blank" }],
      });
    const status = await store.environments.load(environment);
    const applied = await store.environments.loadApplied(environment);
    const lastDeploy = assertRetirable(environment, status);
    const order: Order = { intent: "retire", applied, snapshot: emptySnapshot(applied) };
    const judged = await judgeOrder(deps, order);
    const deploy = await deployOf(deps, request, { order, judged, lastDeploy });
    const outcome = await store.deploys.apply({
      deploy,
      expectedSequence: applied.sequence,
      expectedActs: applied.acts,
      fencingToken: null,
      configuration: judged.configuration,
      manifests: [],
      releases: [],
      record: { kind: "retired", body: { ...(await orderBody(deps, deploy, judged)), reason } },
      hold: null,
      smoke: [],
      debt: null,
      events: [{ name: "environment.retired", environment, body: eventBody(deploy, reason) }],
      outbox: [],
    });
    if (outcome.outcome !== "applied") throw await somebodyWasFirst(store, environment);
    await store.environments.raiseHint(environment);
    return { deploy, sequence: outcome.sequence };
  };
}

/** The deploy in force. */
function assertRetirable(slug: Slug, status: EnvironmentStatus | null): string {
  if (status === null) throw new Failure("not-found", `There is no environment '${slug}'.`);
  const refused = (code: string, message: string) => new Failure("unprocessable", message, { code });
  if (status.retiredAt !== null)
    throw refused("ALREADY_RETIRED", `${slug} was taken out of service on ${status.retiredAt}.`);
  if (!status.removed)
    throw refused(
      "NOT_REMOVED",
      `environments/${slug}.json is on the control branch. Remove it there first; then ${slug} can be taken out of service.`,
    );
  if (status.appliedDeploy === null)
    throw refused("NEVER_APPLIED", `${slug} was never applied: there is nothing to take out of service.`);
  return status.appliedDeploy;
}

function emptySnapshot({ revision }: AppliedState): Order["snapshot"] {
  return { revision: revision ?? "", pipelines: [], problems: [] };
}

async function deployOf(
  deps: OrderDeps,
  { environment, actor, reason }: RetireRequest,
  {
    order,
    judged,
    lastDeploy,
  }: { readonly order: Order; readonly judged: JudgedOrder; readonly lastDeploy: string },
): Promise<Deploy> {
  const last = await deps.store.deploys.load(lastDeploy);
  if (last === null) throw new Failure("internal", `the deploy ${lastDeploy} in force was not found`);
  const because = `${environment} was taken out of service by ${actor.id}: ${reason}`;
  return orderDeploy(deps, order, judged, { because, commit: last.commit, actor });
}

function eventBody({ id, because, plan, actor }: Deploy, reason: string) {
  return {
    deploy: id,
    because,
    planHash: plan.hash,
    changes: plan.changes.length,
    actor: { ...actor },
    reason,
  };
}
