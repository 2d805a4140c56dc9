import { type AppliedPipeline, Failure, type Slug } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";

const namedAtMost = 20;

/** A pipeline in force, or `not-found` with the names of some that are. */
export async function loadAppliedPipeline(
  { store }: Pick<ApiDeps, "store">,
  environment: Slug,
  slug: Slug,
): Promise<AppliedPipeline> {
  const pipeline = await store.environments.loadPipeline(environment, slug);
  if (pipeline !== null) return pipeline;
  const { items, next } = await store.environments.listPipelines(
    environment,
    { search: null, team: null },
    { limit: namedAtMost, cursor: null },
  );
  const names = items.map((applied) => applied.slug).join(", ") || "none yet";
  throw new Failure(
    "not-found",
    `No such pipeline is applied in ${environment}. There are: ${names}${next === null ? "" : ", …"}.`,
  );
}
