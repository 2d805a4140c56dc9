import { type Json, type JsonSchema } from "@lockstep/model";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import { replaceEqualityKeywords } from "./equality-keywords.ts";
import { addFormats } from "./formats.ts";
import { linearPattern } from "./linear-pattern.ts";
import { markReferences } from "./mark-references.ts";
import { StepBudget } from "./step-budget.ts";

/** Fills defaults into `value` and answers whether it fits; `errors` are ajv's own. Throws `BudgetExceeded`. */
export type RawValidator = (value: Json) => readonly NonNullable<ValidateFunction["errors"]>[number][];

/**
 * Compiles a schema that `checkSchema` has accepted.
 * Every schema gets an ajv instance of its own (2 ms): a shared one keeps the values of all schemas for ever
 * and lets their anchors meet.
 */
export function buildValidator(schema: JsonSchema): RawValidator {
  const budget = new StepBudget();
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    ownProperties: true,
    multipleOfPrecision: 9,
    meta: false,
    validateSchema: false,
    strict: false,
    logger: false,
    inlineRefs: false,
    $comment: () => budget.spend(),
    code: { optimize: false, regExp: Object.assign(linearPattern, { code: "linearPattern" }) },
  });
  addFormats(ajv);
  replaceEqualityKeywords(ajv);
  const validate = ajv.compile(markReferences(schema));
  return (value) => {
    budget.refill();
    return validate(value) ? [] : (validate.errors ?? []);
  };
}
