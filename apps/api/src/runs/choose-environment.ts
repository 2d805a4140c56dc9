import { Failure, type Slug, type Token } from "@lockstep/model";

import { assertReach } from "../access/scope.ts";
import type { ApiDeps } from "../api-deps.ts";

/** The token's only environment, else the configured default, else the only one there is. */
export async function chooseEnvironment({ store, settings }: ApiDeps, token: Token): Promise<Slug> {
  const chosen = onlyOf(token.environments ?? []) ?? settings.defaultEnvironment;
  if (chosen !== null) {
    assertReach(token, chosen);
    return chosen;
  }
  const all = (await store.environments.list()).map(({ slug }) => slug);
  const reached = token.environments ?? all;
  const only = onlyOf(reached);
  if (only !== null) return only;
  throw new Failure(
    "unprocessable",
    `Name the environment: POST /api/v1/environments/{env}/pipelines/{slug}/run with one of: ${reached.join(", ") || "none"}.`,
    { code: "ENVIRONMENT_AMBIGUOUS" },
  );
}

function onlyOf(slugs: readonly Slug[]): Slug | null {
  return slugs.length === 1 ? (slugs[0] ?? null) : null;
}
