import { Failure } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { RollbackPreviewAnswer, RolledBackAnswer } from "../org/responses.ts";
import { rollbackLines } from "../printing/rollback-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { confirm } from "../prompting/confirm.ts";
import { chooseDeploy } from "./choose-deploy.ts";

export interface RollBackOptions {
  readonly reason: string;
  readonly pipelines?: readonly string[];
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Shows what going back would change, makes sure that it is meant, and does it. */
export async function rollBack(
  cli: Invocation,
  [named]: [string | undefined],
  options: RollBackOptions,
): Promise<ExitCode> {
  const { output, world } = cli;
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const to = named ?? (await chooseDeploy(cli, org, environment));
  const { pipelines, reason } = options;
  const path = apiPath("environments", environment, "rollback");
  const query = { to, ...(pipelines === undefined ? {} : { pipelines }) };
  const { preview } = await org.fetch<RollbackPreviewAnswer>(path, query);
  if (options.dryRun === true) {
    output.present({ preview }, () => rollbackLines(preview, world.clock));
    return exitCodes.done;
  }
  output.lines(...rollbackLines(preview, world.clock), "");
  await assertMeant(cli, options);
  // What was shown is what is done: the server refuses when another deploy is in force by now.
  const done = await org.post<RolledBackAnswer>(path, { ...query, from: preview.from, reason });
  output.present(done, () => [
    `${environment} is back at deploy ${to}, by deploy ${done.deploy.id}.`,
    `It is held until its branch no longer has what was taken out, or until \`lockstep resume ${environment}\`.`,
  ]);
  return exitCodes.done;
}

async function assertMeant({ output, world }: Invocation, { yes }: RollBackOptions): Promise<void> {
  if (yes === true) return;
  if (output.isJson || world.stdin.isTTY !== true)
    throw wrongUse("Without a terminal, say --yes; --dry-run only shows what would change.");
  if (await confirm(world, "Go back?")) return;
  throw new Failure("cancelled", "Nothing was changed.");
}
