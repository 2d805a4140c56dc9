import type { Slug, Token } from "@lockstep/model";

import { assertReach, reaches } from "./scope.ts";

/** The environment to ask the store for: the one named, else the only one the token reaches, else all. */
export function environmentFilter(token: Token, named: Slug | undefined): Slug | null {
  if (named !== undefined) {
    assertReach(token, named);
    return named;
  }
  return token.environments?.length === 1 ? (token.environments[0] ?? null) : null;
}

/** Whether the token may see something that belongs to an environment. */
export function isVisible(token: Token, thing: { readonly environment: Slug }): boolean {
  return reaches(token, thing.environment);
}
