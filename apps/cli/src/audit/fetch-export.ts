import { Failure } from "@lockstep/model";

import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { Invocation } from "../program/invocation.ts";

/** The ledger of the org that is meant, or of one environment, as JSON Lines while they come in. */
export async function* fetchExport(cli: Invocation): AsyncGenerator<Uint8Array, void> {
  const org = await connect(cli);
  const query = { environment: namedEnvironment(cli, org) };
  const lines = await org.download("/audit/export", { query, abort: cli.world.interrupted });
  try {
    yield* lines;
  } catch (cause) {
    throw new Failure("org-unreachable", "The export broke off before its end. Start it again.", { cause });
  }
}
