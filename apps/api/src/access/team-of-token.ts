import type { OrgStore, Token } from "@lockstep/model";

/** The team that a token is a member of in an environment it reaches; the first by name, `null` without one. */
export async function teamOfToken(
  store: { readonly environments: Pick<OrgStore["environments"], "list"> },
  token: Pick<Token, "name" | "environments">,
): Promise<string | null> {
  const member = `token:${token.name}`;
  const teams = (await store.environments.list())
    .filter(({ slug }) => token.environments === null || token.environments.includes(slug))
    .flatMap(({ policy }) => Object.entries(policy?.directory.teams ?? {}))
    .filter(([, members]) => members.includes(member))
    .map(([team]) => team)
    .sort();
  return teams[0] ?? null;
}
