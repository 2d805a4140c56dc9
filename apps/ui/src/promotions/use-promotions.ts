import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

import {
  deployQuery,
  type DeploySummary,
  recentDeploysQuery,
  type Verdict,
} from "../deploys/deploy-queries.ts";
import { groupPromotions } from "./group-promotions.ts";
import { type Promotion, promotionsQuery } from "./promotion-queries.ts";

/** Pairs of environments, and what is on its way into each upper one, by stage. */
export function usePromotions() {
  const query = useQuery(promotionsQuery);
  const promotions = query.data ?? none;
  const uppers = [...new Set(promotions.map(({ to }) => to.environment))];
  const deploys = useQueries({ queries: uppers.map(recentDeploysQuery), combine: joinDeploys });
  const open = useMemo(() => deploys.filter(({ state }) => state === "waiting"), [deploys]);
  const verdicts = useQueries({ queries: open.map(({ id }) => deployQuery(id)), combine: indexVerdicts });
  const groups = useMemo(
    () => groupPromotions({ promotions, deploys, verdicts }),
    [promotions, deploys, verdicts],
  );
  return { query, groups };
}

const none: readonly Promotion[] = [];

function joinDeploys(results: readonly UseQueryResult<readonly DeploySummary[]>[]) {
  return results.flatMap(({ data }) => data ?? []);
}

function indexVerdicts(
  results: readonly UseQueryResult<{
    readonly deploy: { readonly id: string; readonly verdicts: readonly Verdict[] };
  }>[],
): ReadonlyMap<string, readonly Verdict[]> {
  return new Map(
    results.flatMap(({ data }) => (data === undefined ? [] : [[data.deploy.id, data.deploy.verdicts]])),
  );
}
