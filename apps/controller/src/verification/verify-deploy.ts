import {
  controllerActor,
  type EnvironmentStatus,
  Failure,
  type OrgStore,
  type SmokeRun,
} from "@lockstep/model";

import { type ActDeps, actOnFailure } from "./act-on-failure.ts";
import { type FollowDeps, followSmokeRuns } from "./follow-smoke-runs.ts";

export interface VerifyDeps extends FollowDeps, ActDeps {
  readonly store: OrgStore;
}

/** How far the verification of one deploy has come. */
export type DeployVerification =
  | { readonly state: "under-way"; readonly deploy: string; readonly pending: number }
  | { readonly state: "verified" | "superseded" }
  /** The environment was changed. */
  | { readonly state: "unverified" };

/**
 * Brings the verification of one deploy as far as it comes now. Whatever a crash cuts off is done by the next call: it
 * acts before it tells. Failures: `conflict`, those of the store.
 */
export async function verifyDeploy(
  deps: VerifyDeps,
  status: EnvironmentStatus,
  smoke: readonly [SmokeRun, ...SmokeRun[]],
): Promise<DeployVerification> {
  const { deploy: id } = smoke[0];
  if (status.appliedDeploy !== id) return supersede(deps, status, smoke);
  const followed = await followSmokeRuns(deps, smoke);
  const failed = followed.filter(({ outcome }) => outcome === "failed");
  const pending = followed.filter(({ outcome }) => outcome === "pending").length;
  const [first] = failed;
  if (first !== undefined) return refute(deps, first, failed);
  if (pending > 0) return { state: "under-way", deploy: id, pending };
  await deps.store.smoke.conclude(id, "verified", praise(followed.length), controllerActor);
  return { state: "verified" };
}

async function refute(
  deps: VerifyDeps,
  first: SmokeRun,
  failed: readonly SmokeRun[],
): Promise<DeployVerification> {
  const deploy = await deps.store.deploys.load(first.deploy);
  if (deploy === null) throw new Failure("internal", `deploy ${first.deploy} is missing`);
  const because = blame(failed);
  const done = await actOnFailure(deps, deploy, { onFailure: first.onFailure, because });
  await deps.store.smoke.conclude(deploy.id, "unverified", `${because} ${done}`, controllerActor);
  return { state: "unverified" };
}

/** What is in force was not brought by this deploy any more: there is nothing left to take out. */
async function supersede(
  { store }: VerifyDeps,
  { appliedDeploy }: EnvironmentStatus,
  smoke: readonly [SmokeRun, ...SmokeRun[]],
): Promise<DeployVerification> {
  const { deploy } = smoke[0];
  const failed = smoke.filter(({ outcome }) => outcome === "failed");
  const isPassed = smoke.every(({ outcome }) => outcome === "passed");
  const because = isPassed
    ? praise(smoke.length)
    : `${failed.length > 0 ? `${blame(failed)} ` : "Its smoke runs had not ended. "}Deploy ${appliedDeploy ?? ""} took its place.`;
  await store.smoke.conclude(deploy, isPassed ? "verified" : "unverified", because, controllerActor);
  return { state: "superseded" };
}

function praise(count: number): string {
  return count === 1 ? "Its smoke run went well." : `All ${count} smoke runs went well.`;
}

function blame(failed: readonly SmokeRun[]): string {
  const [first] = failed;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
  return `Its smoke runs did not go well: ${first?.because ?? ""}${more}`;
}
