import type { Deploy, Timestamp } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";

/** When waiting deploys will be applied, by id: what the last look at their environments predicted. */
export async function predictDeploys(
  { store }: Pick<ApiDeps, "store">,
  deploys: readonly Pick<Deploy, "environment" | "state">[],
): Promise<ReadonlyMap<string, Timestamp>> {
  if (!deploys.some(({ state }) => state === "waiting")) return new Map();
  const all = await store.environments.list();
  return new Map(
    all.flatMap(({ deploy, predictedAt }) =>
      deploy === null || predictedAt === null ? [] : [[deploy, predictedAt] as const],
    ),
  );
}
