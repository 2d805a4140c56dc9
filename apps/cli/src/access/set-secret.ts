import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { readSecret } from "../prompting/read-secret.ts";

/** Stores a secret's value, which comes from standard input or a prompt. */
export async function setSecret(cli: Invocation, [name]: [string]): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const value = await readSecret(cli.world, `value of ${name}`);
  await org.put(apiPath("environments", environment, "secrets", name), { value });
  cli.output.present({ environment, set: name }, () => [`${name} is set in ${environment}.`]);
  return exitCodes.done;
}
