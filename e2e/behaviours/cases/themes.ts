import type { Theme } from "../../harness/behaviours/behaviour.ts";
import { combinations } from "./combinations.ts";
import { computingSteps } from "./computing-steps.ts";
import { endings } from "./endings.ts";
import { errorHandling } from "./error-handling.ts";
import { flow } from "./flow.ts";
import { loops } from "./loops.ts";
import { modelSteps } from "./model-steps.ts";
import { reachingSteps } from "./reaching-steps.ts";
import { storedData } from "./stored-data.ts";
import { waiting } from "./waiting.ts";

/** Everything that both modes must do alike. */
export const themes: readonly Theme[] = [
  computingSteps,
  reachingSteps,
  modelSteps,
  storedData,
  waiting,
  loops,
  flow,
  endings,
  errorHandling,
  ...combinations,
];
