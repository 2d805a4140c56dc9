import type { Timestamp } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import { describeAge } from "../printing/ages.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { table } from "../terminal/table.ts";
import { styled } from "../terminal/text.ts";

interface StoredSecret {
  readonly name: string;
  readonly updatedAt: Timestamp;
}

/** Lists the names of an environment's stored secrets. */
export async function listSecrets(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "secrets");
  const { items } = await fetchItems<StoredSecret>(org, path, { limit: 1_000 });
  cli.output.present({ environment, secrets: items }, () => {
    if (items.length === 0) return [`No secrets are stored for ${environment}.`];
    const rows = items.map(({ name, updatedAt }) => [
      styled("bold", name),
      describeAge(updatedAt, cli.world.clock),
    ]);
    return table(["NAME", "SET"], rows);
  });
  return exitCodes.done;
}
