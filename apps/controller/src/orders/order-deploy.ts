import { type Actor, type Commit, type Deploy, Failure, type OrgStore, toTimestamp } from "@lockstep/model";

import { recordBody } from "../reconcile/record-body.ts";
import type { JudgedOrder, Order } from "./judge-order.ts";
import type { OrderDeps } from "./order-deps.ts";

/** The deploy of an order: it is applied or it does not exist. */
export function orderDeploy(
  { ids, clock }: OrderDeps,
  { intent }: Order,
  { plan, decision }: JudgedOrder,
  said: { readonly because: string; readonly commit: Commit; readonly actor: Actor },
): Deploy {
  const at = toTimestamp(clock.now());
  return {
    id: ids.next(),
    environment: plan.environment,
    intent,
    state: "applied",
    plan,
    verdicts: decision.verdicts,
    ...said,
    createdAt: at,
    updatedAt: at,
  };
}

/** What its ledger entry says, as every record of a deploy does, with checksums before and after. */
export async function orderBody(
  { store }: OrderDeps,
  { plan, commit, actor, because }: Deploy,
  { decision }: JudgedOrder,
) {
  const body = await recordBody(store.people, {
    plan,
    decision,
    commit,
    actor,
    because,
    approvals: [],
    evidence: null,
  });
  return {
    ...body,
    before: Object.fromEntries(plan.changes.map(({ slug, from }) => [slug, from?.content ?? null])),
    after: Object.fromEntries(plan.changes.map(({ slug, to }) => [slug, to?.content ?? null])),
  };
}

/** `conflict`, telling who changed the environment first. */
export async function somebodyWasFirst(
  { ledger }: Pick<OrgStore, "ledger">,
  environment: string,
): Promise<Failure> {
  const filter = { kinds: [], deploy: null, actor: null, since: null, until: null };
  const { items } = await ledger.search({ ...filter, chains: [environment] }, { limit: 1, cursor: null });
  const [newest] = items;
  const who = newest === undefined ? "Somebody else" : nameOf(newest.body["actor"]);
  const what = newest === undefined ? "" : ` (${newest.kind} at ${newest.at})`;
  return new Failure(
    "conflict",
    `${who} changed ${environment} first${what}. Look at it again, then decide anew.`,
    { code: "SOMEBODY_WAS_FIRST" },
  );
}

function nameOf(actor: unknown): string {
  const isNamed = typeof actor === "object" && actor !== null && "id" in actor;
  return isNamed && typeof actor.id === "string" ? actor.id : "Somebody else";
}
