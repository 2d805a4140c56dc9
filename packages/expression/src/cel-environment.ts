import { Environment } from "@marcbachmann/cel-js";

import { registerMixedArithmetic } from "./arithmetic.ts";
import { dataFunctions } from "./functions/data-functions.ts";
import { numberFunctions } from "./functions/number-functions.ts";
import { textFunctions } from "./functions/text-functions.ts";

/** CEL with Lockstep's functions and arithmetic between integers and doubles (JSON's numbers are doubles). */
export const celEnvironment: Environment = createEnvironment();

/** Names that CEL itself gives a meaning, so that nothing else can be called so: `int`, `optional`, `type` … */
export const builtInNames: ReadonlySet<string> = new Set(
  celEnvironment.getDefinitions().variables.map(({ name }) => name),
);

function createEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: 2_000,
      maxDepth: 100,
      maxListElements: 1_000,
      maxMapEntries: 1_000,
      maxCallArguments: 16,
    },
  });
  for (const [signature, run] of Object.entries({ ...textFunctions, ...numberFunctions, ...dataFunctions }))
    environment.registerFunction(signature, run, { async: false });
  registerMixedArithmetic(environment);
  return environment;
}
