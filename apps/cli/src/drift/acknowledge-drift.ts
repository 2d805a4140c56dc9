import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { DriftView } from "../org/responses.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { toComingInstantText } from "../program/parse-instant.ts";
import type { DriftOptions } from "./revert-drift.ts";

interface AcknowledgeOptions extends DriftOptions {
  readonly until: string;
}

/** Lets a difference not count until an instant. */
export async function acknowledgeDrift(
  cli: Invocation,
  [id]: readonly [string],
  { reason, until }: AcknowledgeOptions,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "drift", id, "acknowledge");
  const body = { reason, until: toComingInstantText(until, cli.world.clock) };
  const { drift } = await org.post<{ readonly drift: DriftView }>(path, body);
  cli.output.present({ environment, acknowledged: drift }, () => [
    `${drift.slug} does not count as drift until ${drift.acknowledgement?.until ?? body.until}, or until it becomes another difference.`,
  ]);
  return exitCodes.done;
}
