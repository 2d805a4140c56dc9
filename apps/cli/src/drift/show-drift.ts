import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { DriftView } from "../org/responses.ts";
import { driftLines } from "../printing/drift-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Lists the drift of an environment. */
export async function showDrift(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "drift");
  const { items } = await fetchItems<DriftView>(org, path, { limit: 1_000 });
  cli.output.present({ environment, drift: items }, () => driftLines(environment, items, cli.world.clock));
  return items.length === 0 ? exitCodes.done : exitCodes.different;
}
