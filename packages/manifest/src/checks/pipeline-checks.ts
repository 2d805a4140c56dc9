import { conditionsAreTemplates } from "./conditions-are-templates.ts";
import { effectsReachFloor } from "./effects-reach-floor.ts";
import { expressionsParse } from "./expressions-parse.ts";
import { secretsAreReferences } from "./literal-secrets.ts";
import { membersExist, readStepsExist } from "./members-exist.ts";
import { namesAreVisible } from "./names-are-visible.ts";
import { parametersFit } from "./parameters-fit.ts";
import { pathsArePossible } from "./paths-are-possible.ts";
import type { PipelineCheck } from "./pipeline-check.ts";
import { readStepsAreAncestors, readStepsHaveOutput } from "./read-steps-ran.ts";
import { sampleFits } from "./sample-fits.ts";
import { schemasAreValid } from "./schemas-are-valid.ts";
import { secretsArePlaced } from "./secrets-are-placed.ts";
import { slugIsFree, slugNamesFile } from "./slugs.ts";
import { statementsAreConstant } from "./statements-are-constant.ts";
import { stepsHaveNoCircle } from "./step-circles.ts";
import { dependenciesExist, stepIdsAreUnique } from "./step-ids.ts";
import { testsFit } from "./tests-fit.ts";
import { schedulesFire, triggersAreComplete } from "./triggers-can-fire.ts";
import { usesAreDeclared } from "./uses-are-declared.ts";
import { usesAreUsed } from "./uses-are-used.ts";

/** Every rule about a single manifest that needs no environment. */
export const pipelineChecks: readonly PipelineCheck[] = [
  slugNamesFile,
  slugIsFree,
  stepIdsAreUnique,
  dependenciesExist,
  stepsHaveNoCircle,
  parametersFit,
  effectsReachFloor,
  schemasAreValid,
  expressionsParse,
  conditionsAreTemplates,
  membersExist,
  readStepsExist,
  readStepsAreAncestors,
  readStepsHaveOutput,
  pathsArePossible,
  usesAreDeclared,
  usesAreUsed,
  secretsArePlaced,
  secretsAreReferences,
  statementsAreConstant,
  schedulesFire,
  triggersAreComplete,
  sampleFits,
  testsFit,
  namesAreVisible,
];
