import { Failure, type Run, type Token } from "@lockstep/model";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiDeps } from "../api-deps.ts";

/** A run that the token may see, or `not-found`. */
export async function loadRun({ store }: Pick<ApiDeps, "store">, token: Token, id: string): Promise<Run> {
  const run = await store.runs.load(id);
  if (run !== null && isVisible(token, run)) return run;
  throw new Failure(
    "not-found",
    "There is no run with this id here. GET /api/v1/runs lists the runs there are.",
  );
}
