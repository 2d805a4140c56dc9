import type { Json } from "@lockstep/model";

import { egressGuardOf } from "../http/egress.ts";
import { createRedactor } from "../redaction.ts";
import { outputLimits } from "../running/output-limits.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedConnection, StepExecutor } from "./step-executor.ts";

export const sql: StepExecutor<"sql"> = async (parameters, context) => {
  const { connection: name, statement, maxRows = 1_000 } = parameters;
  const connection = await context.resolveConnection(name);
  const outcome = await context.connections.query({
    ...connection,
    statement,
    parameters: (parameters.parameters ?? []) as readonly Json[],
    maxRows,
    maxBytes: outputLimits.characters,
    timeoutMs: context.timeoutMs,
    egress: egressGuardOf(context.egress),
    signal: context.signal,
  });
  const { text } = createRedactor(secretParts(connection));
  if (!outcome.ok) throw new StepFailure(outcome.type, `${name}: ${text(outcome.message)}`);
  const { rows, rowCount } = outcome;
  return rows === null ? { rowCount } : { rows, rowCount };
};

/** Databases quote what they were given; neither the URL nor its password may come back that way. */
function secretParts({ address }: ResolvedConnection): readonly string[] {
  if (!URL.canParse(address)) return [address];
  const { password } = new URL(address);
  return [address, password, decodeURIComponent(password)].filter((part) => part !== "");
}
