import { orgChain, type Slug, type Token } from "@lockstep/model";

import { assertReach, assertReachesAll } from "../access/scope.ts";

/** The chains that a token may read: its environments', and the org's when it reaches all; `null` is every chain. */
export function reachableChains(token: Token, named: Slug | undefined): readonly Slug[] | null {
  if (named === orgChain) assertReachesAll(token);
  else if (named !== undefined) assertReach(token, named);
  return named === undefined ? token.environments : [named];
}
