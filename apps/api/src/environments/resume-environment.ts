import { Failure, type Hold, type OrgStore, type Slug, type Token } from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";

/** Which holds to lift, and why. */
export interface Resuming {
  readonly environment: Slug;
  /** `null` is all that are in force. */
  readonly holds: readonly string[] | null;
  readonly reason: string;
}

/** Lifts holds. Failure: `conflict` when there is nothing to lift, telling who was first. */
export async function resumeEnvironment(
  { store }: { readonly store: Pick<OrgStore, "holds"> },
  token: Token,
  resuming: Resuming,
): Promise<readonly Hold[]> {
  const lifted = await store.holds.lift({ ...resuming, actor: tokenActor(token) });
  if (lifted.length > 0) return lifted;
  throw await nothingHeld(store, resuming);
}

async function nothingHeld({ holds }: Pick<OrgStore, "holds">, { environment }: Resuming): Promise<Failure> {
  const { items } = await holds.list(environment, { limit: 20, cursor: null });
  const last = items
    .filter(({ liftedAt }) => liftedAt !== null)
    .sort((one, other) => ((one.liftedAt ?? "") < (other.liftedAt ?? "") ? 1 : -1))[0];
  const { quarantine } = await holds.loadInForce(environment);
  const said = [
    `There is nothing to resume in ${environment}.`,
    ...(last === undefined
      ? []
      : [`${last.liftedBy?.id ?? "Somebody"} lifted the last hold at ${last.liftedAt}: ${last.liftReason}`]),
    ...quarantine
      .slice(0, 1)
      .map(({ slug, hold }) => `${slug} is still quarantined; to lift that, name the hold ${hold}.`),
  ];
  return new Failure("conflict", said.join(" "), { code: "NOTHING_HELD" });
}
