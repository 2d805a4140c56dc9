import { type Deploy, Failure, type Hold, type JsonObject, type NewHold } from "@lockstep/model";

import { orderBody, orderDeploy, somebodyWasFirst } from "../orders/order-deploy.ts";
import type { OrderDeps } from "../orders/order-deps.ts";
import { outboxEntry } from "../reconcile/settle-deploy.ts";
import { type PreparedRollBack, prepareRollBack } from "./prepare-roll-back.ts";
import type { RollBack, RollBackRequest, RolledBack } from "./roll-back-request.ts";

/** The use case over the org database alone. */
export function createRollBack(deps: OrderDeps): RollBack {
  return async (request) => {
    if (request.reason.trim() === "")
      throw new Failure("invalid-input", "Say why you go back.", {
        errors: [{ path: "/reason", message: "must not be blank" }],
      });
    return carryOut(deps, request, await prepareRollBack(deps, request));
  };
}

async function carryOut(
  deps: OrderDeps,
  request: RollBackRequest,
  prepared: PreparedRollBack,
): Promise<RolledBack> {
  const { store } = deps;
  const { environment } = request;
  const { order, judged } = prepared;
  const deploy = await deployOf(deps, request, prepared);
  const hold = holdOf(request, prepared, deploy);
  const outcome = await store.deploys.apply({
    deploy,
    expectedSequence: order.applied.sequence,
    expectedActs: order.applied.acts,
    fencingToken: null,
    configuration: judged.configuration,
    manifests: judged.manifests,
    releases: [],
    record: {
      kind: "rolled-back",
      body: { ...(await orderBody(deps, deploy, judged)), ...facts(request, prepared) },
    },
    hold,
    smoke: [],
    debt: null,
    events: eventsOf(deploy, hold, prepared),
    outbox: [outboxEntry(deploy)],
  });
  if (outcome.outcome !== "applied") throw await somebodyWasFirst(store, environment);
  await store.environments.raiseHint(environment);
  return { deploy, sequence: outcome.sequence, hold: await loadHold(deps, deploy) };
}

async function deployOf(
  deps: OrderDeps,
  { to, actor, reason }: RollBackRequest,
  { order, judged }: PreparedRollBack,
): Promise<Deploy> {
  const target = await deps.store.deploys.load(to);
  if (target === null) throw new Failure("not-found", `There is no deploy '${to}'.`);
  const because = `Rolled back to deploy ${to} by ${actor.id}: ${reason}`;
  return orderDeploy(deps, order, judged, { because, commit: target.commit, actor });
}

function holdOf(
  { environment, kind, reason, actor }: RollBackRequest,
  { quarantine }: PreparedRollBack,
  { id: deploy }: Deploy,
): NewHold {
  return { environment, kind, reason, actor, deploy, quarantine };
}

function facts(
  { reason, kind, to }: RollBackRequest,
  { from, past, quarantine }: PreparedRollBack,
): JsonObject {
  return {
    reason,
    kind,
    from,
    to,
    toSequence: past.sequence,
    quarantine: quarantine.map((content) => ({ ...content })),
  };
}

function eventsOf(
  { id, environment, plan, because, actor }: Deploy,
  { reason, kind, quarantine }: NewHold,
  { from, past }: PreparedRollBack,
) {
  const who = { actor: { ...actor }, reason, kind };
  return [
    {
      name: "deploy.rolled-back",
      environment,
      body: {
        deploy: id,
        because,
        planHash: plan.hash,
        revision: plan.target.revision,
        changes: plan.changes.length,
        from,
        to: past.deploy,
        ...who,
      },
    },
    {
      name: "environment.held",
      environment,
      body: { deploy: id, ...who, quarantined: quarantine.length },
    },
  ] as const;
}

/** The hold that came into force with a deploy, whoever lifted it since. */
async function loadHold({ store }: OrderDeps, { id, environment }: Deploy): Promise<Hold> {
  const { items } = await store.holds.list(environment, { limit: 100, cursor: null });
  const hold = items.find(({ deploy }) => deploy === id);
  if (hold === undefined) throw new Failure("internal", `the hold of deploy ${id} was not found`);
  return hold;
}
