import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import type { OrgClient } from "./org-client.ts";
import type { EnvironmentSummary, PageAnswer } from "./responses.ts";

/** The environment that a command means, when one was named at all: `--env`, else the org entry's own. */
export function namedEnvironment(
  { environment }: Pick<Invocation, "environment">,
  org: OrgClient,
): string | null {
  return environment ?? org.address.environment;
}

/** The named environment, else the only one there is. Wrong use: several and none named. */
export async function chooseEnvironment(
  cli: Pick<Invocation, "environment">,
  org: OrgClient,
): Promise<string> {
  const named = namedEnvironment(cli, org);
  if (named !== null) return named;
  const { items } = await org.fetch<PageAnswer<EnvironmentSummary>>("/environments", { limit: 100 });
  const [only, ...others] = items.map(({ slug }) => slug);
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw wrongUse("The org has no environment yet. Commit one under environments/.");
  throw wrongUse(`Which environment? Add --env with one of: ${[only, ...others].join(", ")}`);
}
