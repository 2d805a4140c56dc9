import { type Deploy, Failure, type Token } from "@lockstep/model";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiDeps } from "../api-deps.ts";

/** A deploy that the token may see, or `not-found`. */
export async function loadDeploy(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  id: string,
): Promise<Deploy> {
  const deploy = await store.deploys.load(id);
  if (deploy !== null && isVisible(token, deploy)) return deploy;
  throw new Failure(
    "not-found",
    "There is no deploy with this id here. GET /api/v1/deploys lists the deploys there are.",
  );
}
