import { type Debt, type Deploy, Failure, type Token } from "@lockstep/model";
import { isSamePerson } from "@lockstep/policy";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";

/**
 * Settles what a broken glass left behind, by somebody other than who broke it. Failures: `not-found` when the deploy left
 * no debt, `conflict` when it is settled already, `forbidden` for who broke the glass.
 */
export async function settleDebt(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  { deploy, reason }: { readonly deploy: Deploy; readonly reason: string },
): Promise<Debt> {
  const open = await store.debts.listOpen(deploy.environment);
  const debt = open.find((one) => one.deploy === deploy.id);
  if (debt === undefined) throw await notOwed(store, deploy.id);
  const actor = tokenActor(token);
  const status = await store.environments.load(deploy.environment);
  const directory = status?.policy?.directory ?? { teams: {}, people: {} };
  if (isSamePerson(directory, actor.id, debt.actor.id)) {
    throw new Failure("forbidden", `${debt.actor.id} broke the glass; somebody else has to look at it.`, {
      code: "OWN_DEBT",
    });
  }
  if (await store.debts.settle(deploy.id, actor, reason)) return debt;
  throw await notOwed(store, deploy.id);
}

async function notOwed({ deploys }: ApiDeps["store"], id: string): Promise<Failure> {
  const settled = (await deploys.listRecordsOf(id)).find(({ kind }) => kind === "debt-settled");
  if (settled === undefined)
    return new Failure("not-found", "This deploy was not applied behind a broken glass: it owes nothing.");
  const { actor } = settled.body as { readonly actor?: { readonly id?: string } };
  const message = `${actor?.id ?? "Somebody"} settled it at ${settled.at}.`;
  return new Failure("conflict", message, { code: "DEBT_SETTLED" });
}
