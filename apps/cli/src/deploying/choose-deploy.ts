import { Failure } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { DeploySummary, EnvironmentAnswer } from "../org/responses.ts";
import { describeAge } from "../printing/ages.ts";
import { shortRevision } from "../printing/short-names.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { readLine } from "../prompting/read-line.ts";
import { table } from "../terminal/table.ts";

const shown = 10;

/** Lets a person choose from the last applied deploys, the one in force left out. Wrong use without a terminal. */
export async function chooseDeploy(
  { output, world }: Invocation,
  org: OrgClient,
  slug: string,
): Promise<string> {
  if (output.isJson || world.stdin.isTTY !== true)
    throw wrongUse(
      `Name the deploy to go back to: \`lockstep history -e ${slug} --state applied\` lists them.`,
    );
  const { environment } = await org.fetch<EnvironmentAnswer>(apiPath("environments", slug));
  const query = { environment: slug, state: "applied" };
  const { items } = await fetchItems<DeploySummary>(org, "/deploys", { limit: shown + 1, query });
  const deploys = items.filter(({ id }) => id !== environment.applied.deploy).slice(0, shown);
  if (deploys.length === 0)
    throw new Failure("not-found", `${slug} has no earlier deploy that one could go back to.`);
  const rows = deploys.map(({ id, revision, updatedAt, message }, index) => [
    String(index + 1),
    id,
    shortRevision(revision),
    describeAge(updatedAt, world.clock),
    message,
  ]);
  output.lines(...table(["", "DEPLOY", "REVISION", "WHEN", "COMMIT"], rows), "");
  const answer = await readLine(world, `Back to which one? [1-${deploys.length}] `, { isHidden: false });
  const chosen = /^\d+$/.test(answer.trim()) ? deploys[Number(answer) - 1] : undefined;
  if (chosen === undefined) throw new Failure("cancelled", "Nothing was changed.");
  return chosen.id;
}
