import type { StepType } from "@lockstep/model";

import { approval } from "./approval.ts";
import { assert } from "./assert.ts";
import { code } from "./code.ts";
import { echo } from "./echo.ts";
import { embeddings } from "./embeddings.ts";
import { file } from "./file.ts";
import { filter } from "./filter.ts";
import { http } from "./http.ts";
import { llm } from "./llm.ts";
import { notify } from "./notify.ts";
import { pipeline } from "./pipeline.ts";
import { returnStep } from "./return.ts";
import { set } from "./set.ts";
import { sql } from "./sql.ts";
import type { StepExecutor } from "./step-executor.ts";
import { switchStep } from "./switch.ts";
import { transform } from "./transform.ts";
import { validate } from "./validate.ts";
import { wait } from "./wait.ts";

type ExecutorTable = { readonly [Type in StepType]?: StepExecutor<Type> };

/** How each step type is executed. Adding one is one file and one line here. */
const executors: ExecutorTable = {
  http,
  llm,
  embeddings,
  transform,
  filter,
  switch: switchStep,
  validate,
  assert,
  return: returnStep,
  notify,
  wait,
  approval,
  pipeline,
  sql,
  code,
  file,
  set,
  echo,
};

/** The step types that this build can execute. */
export const executableStepTypes: ReadonlySet<StepType> = new Set(Object.keys(executors) as StepType[]);

/** The executor of a step type; null when this build has none. */
export function executorOf(type: StepType): StepExecutor<StepType> | null {
  return executors[type] ?? null;
}
