import type { CompiledPipeline, Environment, Gate, Problem } from "@lockstep/model";

import { declared, missing, whyOutOfReach } from "../declarations.ts";
import { isAny, open, refusedFor } from "../verdicts.ts";

/** Variables, connections and channels that the pipelines name are declared, and shared with their teams. */
export const configuration: Gate = {
  name: "configuration",
  judge: (_plan, { pipelines, configuration: environment }) => {
    const problems = pipelines.flatMap((pipeline) => [
      ...missingVariables(environment, pipeline),
      ...missingConnections(environment, pipeline),
      ...missingChannels(environment, pipeline),
    ]);
    if (isAny(problems)) return refusedFor("configuration", problems);
    return open("configuration", "every variable, connection and channel is declared");
  },
};

function missingVariables(environment: Environment, pipeline: CompiledPipeline): readonly Problem[] {
  const names = pipeline.uses.variables.filter((name) => declared(environment.variables, name) === undefined);
  const reason = "is not declared";
  return names.map((name) => {
    const place = { table: "variables", path: `/uses/variables/${name}` };
    return missing({
      code: "VARIABLE_MISSING",
      environment,
      pipeline,
      what: `variable ${name}`,
      reason,
      ...place,
    });
  });
}

function missingConnections(environment: Environment, pipeline: CompiledPipeline): readonly Problem[] {
  return pipeline.uses.connections.flatMap((name) => {
    const place = { table: "connections", path: `/uses/connections/${name}` };
    const reason = whyOutOfReach(declared(environment.connections, name), pipeline);
    if (reason === null) return [];
    const what = `connection ${name}`;
    return missing({ code: "CONNECTION_MISSING", environment, pipeline, what, reason, ...place });
  });
}

function missingChannels(environment: Environment, pipeline: CompiledPipeline): readonly Problem[] {
  const names = pipeline.channels.filter((name) => declared(environment.channels, name) === undefined);
  const place = { table: "channels", path: "/steps", reason: "is not declared" };
  return names.map((name) =>
    missing({ code: "CONNECTION_MISSING", environment, pipeline, what: `channel ${name}`, ...place }),
  );
}
