import type { AdoptedDrift } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import type { DriftOptions } from "./revert-drift.ts";

/** Proposes a difference as a change of git. */
export async function adoptDrift(
  cli: Invocation,
  [id]: readonly [string],
  { reason }: DriftOptions,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const path = apiPath("environments", environment, "drift", id, "adopt");
  const { adoption } = await org.post<{ readonly adoption: AdoptedDrift }>(path, { reason });
  cli.output.present({ environment, adoption }, () =>
    adoption.kind === "pull-request"
      ? [
          `Pull request ${adoption.number}: ${adoption.url}`,
          "Nothing of it runs before it is merged and applied.",
        ]
      : ["Without a forge, type this in a clone and merge the branch:", "", ...adoption.commands],
  );
  return exitCodes.done;
}
