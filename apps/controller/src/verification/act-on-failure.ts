import {
  controllerActor,
  type Deploy,
  Failure,
  failureKinds,
  type NewHold,
  type OrgStore,
  type PastState,
  type RollBack,
  toFailure,
} from "@lockstep/model";

export interface ActDeps {
  readonly store: Pick<OrgStore, "holds" | "history" | "smoke">;
  readonly rollBack: RollBack;
}

/** So far back is looked for something to go back to. */
const mostBefore = 50;

/**
 * Takes what a deploy brought out again, or keeps the environment as it is, and says which. Doing it once more after a
 * crash changes nothing. Failures: `conflict` when somebody else was first, those of the store.
 */
export async function actOnFailure(
  deps: ActDeps,
  deploy: Deploy,
  { onFailure, because }: { readonly onFailure: "hold" | "rollback"; readonly because: string },
): Promise<string> {
  // A rollback of a rollback would bring back what was taken out.
  const mayGoBack = onFailure === "rollback" && deploy.intent === "merge";
  const before = mayGoBack ? await findBefore(deps, deploy) : null;
  if (before === null) return hold(deps, deploy, because);
  try {
    await deps.rollBack({
      environment: deploy.environment,
      to: before.deploy,
      from: deploy.id,
      pipelines: null,
      reason: because,
      actor: controllerActor,
      kind: "verification",
    });
    return `What deploy ${before.deploy} left is in force again.`;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failureKinds[failure.kind].disposition !== "stall" || failure.kind === "cancelled") throw failure;
    return hold(deps, deploy, `${because} It could not be rolled back: ${failure.message}`);
  }
}

/** The newest that was in force before and is not itself unverified; `null` where there is none. */
async function findBefore({ store }: ActDeps, deploy: Deploy): Promise<PastState | null> {
  const { items } = await store.history.list(deploy.environment, { limit: mostBefore, cursor: null });
  const [current, ...earlier] = items;
  if (current?.deploy !== deploy.id)
    throw new Failure("conflict", `Deploy ${deploy.id} is no longer what is in force.`);
  for (const state of earlier) {
    if (state.kind === "retired") return null;
    const smoke = await store.smoke.listOf(state.deploy);
    if (smoke.every(({ outcome }) => outcome === "passed")) return state;
  }
  return null;
}

/** Once for each deploy: a hold that a person lifted meanwhile stays lifted. */
async function hold({ store }: ActDeps, deploy: Deploy, reason: string): Promise<string> {
  const { environment, id } = deploy;
  const { items } = await store.holds.list(environment, { limit: 50, cursor: null });
  const isPlaced = items.some((known) => known.kind === "verification" && known.deploy === id);
  if (!isPlaced)
    await store.holds.place({
      environment,
      kind: "verification",
      reason,
      actor: controllerActor,
      deploy: id,
      quarantine: broughtBy(deploy),
    });
  return `${environment} is held.`;
}

function broughtBy({ plan: { changes } }: Deploy): NewHold["quarantine"] {
  return changes.flatMap(({ slug, from, to }) =>
    to === null || to.content === from?.content ? [] : { slug, content: to.content, version: to.version },
  );
}
