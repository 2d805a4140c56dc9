import type { DeployState, DeploySummary, Verdict } from "../deploys/deploy-queries.ts";
import { waitsForPerson } from "../deploys/gates.ts";
import type { Promotion } from "./promotion-queries.ts";
import type { Stage } from "./stages.ts";

/** A pair whose lower environment has more, or a deploy on its way into an upper one. */
export type StagedPromotion =
  | { readonly kind: "pair"; readonly promotion: Promotion }
  | {
      readonly kind: "deploy";
      readonly promotion: Promotion;
      readonly deploy: DeploySummary;
      /** What its gates say; `null` while that is not known. */
      readonly verdicts: readonly Verdict[] | null;
    };

export interface PromotionFacts {
  readonly promotions: readonly Promotion[];
  /** Deploys of upper environments, newest first. */
  readonly deploys: readonly DeploySummary[];
  /** Verdicts of open deploys by their id. */
  readonly verdicts: ReadonlyMap<string, readonly Verdict[]>;
}

/** Pairs and deploys by stage; within a stage in the order given, what may be promoted before what is on its way. */
export function groupPromotions({
  promotions,
  deploys,
  verdicts,
}: PromotionFacts): Readonly<Record<Stage, readonly StagedPromotion[]>> {
  const groups: Record<Stage, StagedPromotion[]> = {
    "waiting-checks": [],
    "waiting-approval": [],
    ready: [],
    applying: [],
    done: [],
    refused: [],
    superseded: [],
  };
  for (const promotion of promotions) {
    if (promotion.state === "ahead") groups.ready.push({ kind: "pair", promotion });
    for (const deploy of deploys) {
      if (deploy.environment !== promotion.to.environment) continue;
      const known = verdicts.get(deploy.id) ?? null;
      groups[stageOf(deploy.state, known)].push({ kind: "deploy", promotion, deploy, verdicts: known });
    }
  }
  return groups;
}

/** The stage of a deploy. Whoever can open a gate comes before what only time or checks open. */
export function stageOf(state: DeployState, verdicts: readonly Verdict[] | null): Stage {
  if (state !== "waiting") return stageOfState[state];
  const closed = (verdicts ?? []).filter(({ verdict }) => verdict !== "open");
  if (verdicts !== null && closed.length === 0) return "ready";
  return closed.some(waitsForPerson) ? "waiting-approval" : "waiting-checks";
}

const stageOfState: Readonly<Record<Exclude<DeployState, "waiting">, Stage>> = {
  planned: "waiting-checks",
  applying: "applying",
  applied: "done",
  refused: "refused",
  rejected: "refused",
  superseded: "superseded",
  failed: "applying",
};

/** How many pipelines the upper environment would take over. */
export function countAhead({ counts }: Promotion): number {
  return counts.ahead + counts.tuning + counts.missing;
}
