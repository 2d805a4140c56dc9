import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Ends a token. */
export async function revokeToken(cli: Invocation, [id]: [string]): Promise<ExitCode> {
  const org = await connect(cli);
  await org.remove(apiPath("tokens", id));
  cli.output.present({ revoked: id }, () => [`Token ${id} is revoked.`]);
  return exitCodes.done;
}
