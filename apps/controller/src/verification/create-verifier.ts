import { fromTimestamp, type Slug, type SmokeRun, toFailure } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { environmentLease } from "../reconcile/environment-lease.ts";
import { createRollBack } from "../rollback/roll-back.ts";
import { type DeployVerification, verifyDeploy } from "./verify-deploy.ts";

/** How long a verifier is the only writer of an environment. */
const leaseMs = 15_000;

/** Looked at again after a quarter of the time since the apply: quick runs are noticed quickly, slow ones cheaply. */
const patience = 4;
const shortestMs = 500;

/** What a verification means for the rest of a look. */
interface Verification {
  /** What is still under way, in a sentence; empty when nothing is. */
  readonly note: string;
  /** Whether the environment was changed, so that what was read of it before no longer holds. */
  readonly hasActed: boolean;
}

/** Sees to it that what was applied is verified, look by look. */
export interface Verifier {
  /** Never throws: what goes wrong is tried again soon. */
  verify(slug: Slug): Promise<Verification>;
  /** Milliseconds since the epoch at which the next look is due; `null` when nothing is under way. */
  dueAt(): number | null;
}

export function createVerifier(deps: ControllerDeps): Verifier {
  const due = new Map<Slug, number>();
  const verifying = { ...deps, rollBack: createRollBack(deps) };

  async function verifyAll(slug: Slug, smoke: readonly SmokeRun[]): Promise<Verification> {
    const lease = await deps.store.leases.acquire(environmentLease(slug), deps.holder, leaseMs);
    const status = await deps.store.environments.load(slug);
    if (lease === null || status === null) return { note: "", hasActed: false };
    const verified: DeployVerification[] = [];
    for (const group of byDeploy(smoke)) verified.push(await verifyDeploy(verifying, status, group));
    const hasActed = verified.some(({ state }) => state === "unverified");
    return { note: verified.map(sentenceOf).join(""), hasActed };
  }

  function plan(slug: Slug, smoke: readonly SmokeRun[]): void {
    const now = deps.clock.now();
    const since = Math.min(...smoke.map(({ createdAt }) => fromTimestamp(createdAt)));
    const rest = Math.max(shortestMs, Math.min((now - since) / patience, deps.pollMs));
    due.set(slug, now + rest);
  }

  return {
    async verify(slug) {
      try {
        const smoke = await deps.store.smoke.listUnconcluded(slug);
        due.delete(slug);
        if (smoke.length === 0) return { note: "", hasActed: false };
        plan(slug, smoke);
        const verification = await verifyAll(slug, smoke);
        if (verification.note === "") due.delete(slug);
        return verification;
      } catch (thrown) {
        const failure = toFailure(thrown);
        deps.log.warn({ environment: slug, kind: failure.kind, err: failure }, failure.message);
        return { note: "Its verification is tried again.", hasActed: true };
      }
    },
    dueAt: () => (due.size === 0 ? null : Math.min(...due.values())),
  };
}

type Group = readonly [SmokeRun, ...SmokeRun[]];

/** The earliest deploy first. */
function byDeploy(smoke: readonly SmokeRun[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of smoke) {
    const known = groups.get(one.deploy);
    groups.set(one.deploy, known === undefined ? [one] : [...known, one]);
  }
  return [...groups.values()];
}

function sentenceOf(verification: DeployVerification): string {
  if (verification.state !== "under-way") return "";
  const { pending, deploy } = verification;
  return pending === 1
    ? `1 smoke run of deploy ${deploy} is under way.`
    : `${pending} smoke runs of deploy ${deploy} are under way.`;
}
