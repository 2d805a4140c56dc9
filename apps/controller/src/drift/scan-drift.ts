import { drift as compareSides } from "@lockstep/diff";
import { controllerActor, type DetectedDrift, type Slug, toFailure } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { revertDrift } from "./revert-drift.ts";

/**
 * Compares all that decides what runs with the append-only history, re-hashing every manifest, and does what the policy
 * in force says about differences. Gives those that count: none where `apply.selfHeal` is `off`.
 */
export async function scanDrift(
  deps: Pick<ControllerDeps, "store" | "source" | "log">,
  environment: Slug,
  signal: AbortSignal,
): Promise<readonly DetectedDrift[]> {
  const { drift, environments } = deps.store;
  const policy = (await environments.load(environment))?.policy ?? null;
  const selfHeal = policy?.apply.selfHeal ?? "report";
  const isReported = selfHeal !== "off";
  const findings = compareSides(environment, await drift.readSides(environment));
  await drift.saveFindings(environment, findings, { detectedBy: "scan", isReported });
  if (findings.length === 0 || !isReported) return [];
  const counting = await listCounting(deps, environment);
  if (selfHeal !== "revert" || counting.length === 0) return counting;
  await heal(deps, environment, counting, signal);
  return listCounting(deps, environment);
}

/** Known differences that make an environment drifted: not acknowledged, and told. */
export async function listCounting(
  { store }: Pick<ControllerDeps, "store">,
  environment: Slug,
): Promise<readonly DetectedDrift[]> {
  const policy = (await store.environments.load(environment))?.policy ?? null;
  if (policy?.apply.selfHeal === "off") return [];
  return (await store.drift.list(environment)).filter(({ acknowledgement }) => acknowledgement === null);
}

/** What cannot be healed stays listed, and is tried again at the next scan. */
async function heal(
  deps: Pick<ControllerDeps, "store" | "source" | "log">,
  environment: Slug,
  found: readonly DetectedDrift[],
  signal: AbortSignal,
): Promise<void> {
  const request = {
    environment,
    found,
    actor: controllerActor,
    reason: "`apply.selfHeal` of the policy in force is `revert`.",
  };
  try {
    const mended = await revertDrift(deps, request, signal);
    deps.log.warn({ environment, found: found.length, mended: mended.length }, "reverted drift");
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const failure = toFailure(thrown);
    deps.log.warn({ environment, err: failure }, `drift was not reverted: ${failure.message}`);
  }
}

/** One sentence for all differences of an environment. */
export function describeDrift(findings: readonly Pick<DetectedDrift, "sentence">[]): string {
  const [first] = findings;
  if (first === undefined) return "";
  const others = findings.length - 1;
  return others === 0 ? first.sentence : `${first.sentence} And ${others} more.`;
}
