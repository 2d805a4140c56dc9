import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { DriftView } from "../org/responses.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

export interface DriftOptions {
  readonly reason: string;
}

/** Makes a row again what was applied. */
export async function revertDrift(
  cli: Invocation,
  [id]: readonly [string],
  { reason }: DriftOptions,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "drift", id, "revert");
  const { drift } = await org.post<{ readonly drift: DriftView }>(path, { reason });
  cli.output.present({ environment, reverted: drift }, () => [
    `Put right: ${drift.slug} is again what was applied. It was: ${drift.sentence}`,
  ]);
  return exitCodes.done;
}
