import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Removes a stored secret. */
export async function removeSecret(cli: Invocation, [name]: [string]): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  await org.remove(apiPath("environments", environment, "secrets", name));
  cli.output.present({ environment, removed: name }, () => [`${name} is removed from ${environment}.`]);
  return exitCodes.done;
}
