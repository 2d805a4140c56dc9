import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { HoldAnswer } from "../org/responses.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Keeps an environment as it is: the named one, else that of `--env`. */
export async function placeHold(
  cli: Invocation,
  [named]: [string | undefined],
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment({ environment: named ?? cli.environment }, org);
  const { hold } = await org.post<HoldAnswer>(apiPath("environments", environment, "hold"), { reason });
  cli.output.present({ hold }, () => [
    `${environment} is held by ${hold.actor.id}: ${hold.reason}`,
    `What is in force runs on, and nothing is applied until \`lockstep resume ${environment}\`.`,
  ]);
  return exitCodes.done;
}
