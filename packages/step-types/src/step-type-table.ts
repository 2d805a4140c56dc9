import type { StepType } from "@lockstep/model";

import type { StepTypeDeclaration } from "./step-type-declaration.ts";
import { approval } from "./types/approval.ts";
import { assert } from "./types/assert.ts";
import { code } from "./types/code.ts";
import { echo } from "./types/echo.ts";
import { embeddings } from "./types/embeddings.ts";
import { file } from "./types/file.ts";
import { filter } from "./types/filter.ts";
import { http } from "./types/http.ts";
import { llm } from "./types/llm.ts";
import { notify } from "./types/notify.ts";
import { pipeline } from "./types/pipeline.ts";
import { returnStep } from "./types/return.ts";
import { set } from "./types/set.ts";
import { sql } from "./types/sql.ts";
import { switchStep } from "./types/switch.ts";
import { transform } from "./types/transform.ts";
import { validate } from "./types/validate.ts";
import { wait } from "./types/wait.ts";

/** Every step type with its declaration. Adding one is one file and one line here. */
export const stepTypeTable = {
  http,
  llm,
  embeddings,
  transform,
  filter,
  switch: switchStep,
  validate,
  assert,
  return: returnStep,
  sql,
  code,
  file,
  wait,
  approval,
  pipeline,
  notify,
  set,
  echo,
} as const satisfies Record<StepType, StepTypeDeclaration>;

/** The declaration of a step type. */
export function declarationOf(type: StepType): StepTypeDeclaration {
  return stepTypeTable[type];
}
