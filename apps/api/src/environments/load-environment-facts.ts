import type { Slug } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import type { EnvironmentFacts } from "../views/environment-view.ts";

/** What is shown beside an environment's row. */
export async function loadEnvironmentFacts(
  { store }: Pick<ApiDeps, "store">,
  environment: Slug,
): Promise<EnvironmentFacts> {
  const [drift, debts, inForce, now] = await Promise.all([
    store.drift.list(environment),
    store.debts.listOpen(environment),
    store.holds.loadInForce(environment),
    store.now(),
  ]);
  return { drift, debts, ...inForce, now };
}
