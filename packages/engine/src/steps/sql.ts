import type { Json } from "@lockstep/model";

import { egressGuardOf } from "../http/egress.ts";
import { outputLimits } from "../running/output-limits.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

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
  if (!outcome.ok) throw new StepFailure(outcome.type, `${name}: ${outcome.message}`);
  const { rows, rowCount } = outcome;
  return rows === null ? { rowCount } : { rows, rowCount };
};
