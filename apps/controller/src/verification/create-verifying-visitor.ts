import type { EnvironmentStatus, Slug } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import type { Observation } from "../reconcile/observe.ts";
import type { Visitor } from "../reconcile/visit-environment.ts";
import { createVerifier } from "./create-verifier.ts";

/** A visitor that also sees to it that what was applied is verified. */
export interface VerifyingVisitor extends Visitor {
  /** Milliseconds since the epoch at which a verification is to be looked at again; `null` when none is under way. */
  dueAt(): number | null;
}

/**
 * Verifies before each visit, because what it does about a failure decides what the visit finds, and after it, so that the
 * runs of a fresh apply start at once.
 */
export function createVerifyingVisitor(deps: ControllerDeps, visitor: Visitor): VerifyingVisitor {
  const verifier = createVerifier(deps);
  const { environments } = deps.store;

  async function look(slug: Slug, observation: Observation): Promise<Observation> {
    const { hasActed } = await verifier.verify(slug);
    if (!hasActed) return observation;
    visitor.forget(slug);
    const row = await environments.load(slug);
    return row === null ? observation : { ...observation, rows: new Map(observation.rows).set(slug, row) };
  }

  return {
    async visit(slug, observation, signal) {
      if (!observation.rows.has(slug)) return;
      await visitor.visit(slug, await look(slug, observation), signal);
      const { note } = await verifier.verify(slug);
      const found = note === "" ? null : await environments.load(slug);
      if (found !== null && isInForce(found))
        await environments.saveFindings(found, { ...found, because: `${found.because} ${note}` });
    },
    forget: (slug) => visitor.forget(slug),
    dueAt: () => verifier.dueAt(),
  };
}

/** Whoever waits or was refused hears of that first. */
function isInForce({ state }: EnvironmentStatus): boolean {
  return state === "in-sync" || state === "drifted";
}
