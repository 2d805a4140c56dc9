import { type Role, toTimestamp } from "@lockstep/model";

import { connect } from "../org/connect.ts";
import type { TokenView } from "../org/responses.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

interface Options {
  readonly role: Role;
  readonly expires?: number;
}

interface Created {
  readonly token: TokenView;
  readonly secret: string;
}

/** Makes a token; its secret alone goes to standard output, so that it can be piped on. */
export async function createToken(cli: Invocation, [name]: [string], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const { role, expires } = options;
  const created = await org.post<Created>("/tokens", {
    name,
    role,
    environments: cli.environment === null ? null : [cli.environment],
    expiresAt: expires === undefined ? null : toTimestamp(cli.world.clock.now() + expires),
  });
  cli.output.note(`Token ${created.token.id} (${role}). Its secret is shown this once:`);
  cli.output.present(created, () => [created.secret]);
  return exitCodes.done;
}
