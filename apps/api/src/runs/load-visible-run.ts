import { Failure, type Run, type Token } from "@lockstep/model";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiDeps } from "../api-deps.ts";

/** A run within the token's reach. Failure: `not-found`, in the same words whether or not it exists elsewhere. */
export async function loadVisibleRun(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  id: string,
): Promise<Run> {
  const run = await store.runs.load(id);
  if (run !== null && isVisible(token, run)) return run;
  throw new Failure(
    "not-found",
    "There is no run with this id here. GET /api/v1/runs lists the runs there are.",
  );
}
