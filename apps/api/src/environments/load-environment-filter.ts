import type { Slug, Token } from "@lockstep/model";

import { environmentFilter } from "../access/environment-filter.ts";
import type { ApiDeps } from "../api-deps.ts";
import { loadEnvironment } from "./load-environment.ts";

/** What {@link environmentFilter} gives for a list; `not-found` for a named environment that is not there. */
export async function loadEnvironmentFilter(
  deps: Pick<ApiDeps, "store">,
  token: Token,
  named: Slug | undefined,
): Promise<Slug | null> {
  const filter = environmentFilter(token, named);
  if (named !== undefined) await loadEnvironment(deps, token, named);
  return filter;
}
