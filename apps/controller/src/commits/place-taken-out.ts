import type {
  CommitPlace,
  Deploy,
  EnvironmentStatus,
  JsonObject,
  OrgStore,
  PastState,
} from "@lockstep/model";

import type { Containment } from "./containment.ts";
import { nothingElse, type PlacedCommit } from "./placed-commit.ts";
import { shortOf } from "./short-of.ts";

/** Newest states among which a commit that is no longer in force is looked for. */
const mostLooked = 100;

type Store = PlacedCommit["store"];

/** A commit that was in force and no longer is: by which deploy, and why; `null` when it never was. */
export async function placeTakenOut(
  { store, containment }: PlacedCommit,
  { next }: EnvironmentStatus,
  states: readonly PastState[],
): Promise<CommitPlace | null> {
  const looked = states.slice(0, mostLooked);
  if (await isNewerThanAll(looked, containment)) return null;
  for (const [index, state] of looked.entries()) {
    const taking = states[index - 1];
    if (taking === undefined || taking.revision === state.revision) continue;
    if (await containment.isIn(state.revision)) return placeReplaced(store, taking, next);
  }
  return null;
}

/** Every merge contains those before it, so that what contains the newest was in none of them. */
async function isNewerThanAll(states: readonly PastState[], containment: Containment): Promise<boolean> {
  const [newest] = states;
  if (newest === undefined) return true;
  return !states.some(({ kind }) => kind === "rolled-back") && (await containment.contains(newest.revision));
}

/**
 * The rollback since the last merge that took out what a deploy had brought, though the revision in force still contains
 * it: only some pipelines went back. `null` when there is none.
 */
export async function findRollBackOf(
  store: Store,
  states: readonly PastState[],
  bringing: PastState,
): Promise<CommitPlace | null> {
  const lastMerge = states.findIndex(({ kind }) => kind !== "rolled-back");
  const rollbacks = states.slice(0, lastMerge === -1 ? states.length : lastMerge);
  if (rollbacks.length === 0) return null;
  const brought = await store.deploys.load(bringing.deploy);
  for (const state of rollbacks) {
    const deploy = await store.deploys.load(state.deploy);
    const { toSequence } = await recordOf(store, state);
    const isBefore = typeof toSequence === "number" && toSequence < bringing.sequence;
    if (deploy !== null && brought !== null && isBefore && touchSame(brought, deploy))
      return placeReplaced(store, state, "Merge a commit that mends it, or resume the hold.");
  }
  return null;
}

function touchSame(one: Deploy, other: Deploy): boolean {
  const slugs = new Set(one.plan.changes.map(({ slug }) => slug));
  return other.plan.changes.some(({ slug }) => slugs.has(slug));
}

async function placeReplaced(store: Store, taking: PastState, next: string): Promise<CommitPlace> {
  const { environment, deploy, revision, at, kind } = taking;
  const { reason } = await recordOf(store, taking);
  const said = typeof reason === "string" ? reason : null;
  return {
    ...nothingElse,
    environment,
    state: "replaced",
    because:
      kind === "rolled-back"
        ? `It was in force until deploy ${deploy} rolled it back at ${at}${said === null ? "." : `: ${said}`}`
        : `It was in force until deploy ${deploy} put ${shortOf(revision)}, which does not contain it, in its place at ${at}.`,
    next,
    deploy,
    revision,
    at,
    reason: said,
  };
}

/** What the ledger says of the deploy that made a state. */
async function recordOf(
  { deploys }: { readonly deploys: OrgStore["deploys"] },
  { deploy, kind }: PastState,
): Promise<JsonObject> {
  const records = await deploys.listRecordsOf(deploy);
  return records.find((record) => record.kind === kind)?.body ?? {};
}
