import type { OrgStore, Token } from "@lockstep/model";

import { tokenActor } from "./token-actor.ts";

/** The team that a token is a member of in an environment it reaches; the first by name, `null` without one. */
export async function teamOfToken(store: OrgStore, token: Token): Promise<string | null> {
  const member = tokenActor(token).id;
  const teams = (await store.environments.list())
    .filter(({ slug }) => token.environments === null || token.environments.includes(slug))
    .flatMap(({ policy }) => Object.entries(policy?.directory.teams ?? {}))
    .filter(([, members]) => members.includes(member))
    .map(([team]) => team)
    .sort();
  return teams[0] ?? null;
}
