import { toFailure } from "@lockstep/model";

import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { fetchItems } from "./fetch-items.ts";
import { createOrgClient, type OrgClient } from "./org-client.ts";
import { resolveOrg } from "./resolve-org.ts";
import type { EnvironmentSummary } from "./responses.ts";

/** Shows which org commands mean here and whether it answers; failed when it does not. */
export async function displayOrg(cli: Invocation): Promise<ExitCode> {
  const address = await resolveOrg(cli);
  const { url, source, environment } = address;
  const answer = await tryOrg(createOrgClient(address, cli.world.fetch));
  cli.output.present({ url, source, environment, ...answer }, () =>
    alignColumns([
      [styled("dim", "address"), url],
      [styled("dim", "found in"), source],
      [styled("dim", "environment"), environment ?? "–"],
      [
        styled("dim", "reaches"),
        answer.isReachable ? answer.environments.join(", ") : unreachableText(answer.because),
      ],
    ]),
  );
  return answer.isReachable ? exitCodes.done : exitCodes.failed;
}

type Answer =
  | { readonly isReachable: true; readonly environments: readonly string[] }
  | { readonly isReachable: false; readonly because: string };

async function tryOrg(org: OrgClient): Promise<Answer> {
  try {
    const { items } = await fetchItems<EnvironmentSummary>(org, "/environments", { limit: 1_000 });
    return { isReachable: true, environments: items.map(({ slug }) => slug) };
  } catch (thrown) {
    return { isReachable: false, because: toFailure(thrown).message };
  }
}

function unreachableText(because: string): Text {
  return styled("red", because.replaceAll("\n", " "));
}
