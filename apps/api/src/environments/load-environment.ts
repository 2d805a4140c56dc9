import { type EnvironmentStatus, Failure, type Slug, type Token } from "@lockstep/model";

import { reaches } from "../access/scope.ts";
import type { ApiDeps } from "../api-deps.ts";

/** An environment's row, or `not-found` with the names of those there are. */
export async function loadEnvironment(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  slug: Slug,
): Promise<EnvironmentStatus> {
  const status = await store.environments.load(slug);
  if (status !== null) return status;
  const others = (await store.environments.list()).map((other) => other.slug);
  const names = others.filter((name) => reaches(token, name)).join(", ");
  throw new Failure("not-found", `There is no such environment. There are: ${names || "none yet"}.`);
}
