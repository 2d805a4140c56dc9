export { planCheckName, testsCheckName, validateCheckName } from "./check-names.ts";
export { commentOf } from "./comment-of.ts";
export { promotionBody, type PromotionFacts } from "./promotion/promotion-body.ts";
export { reportPlan } from "./plan/report-plan.ts";
export * from "./report-input.ts";
export { reportRetirement } from "./report-retirement.ts";
export { reportUnjudged } from "./report-unjudged.ts";
export { reportTests } from "./tests/report-tests.ts";
export { reportValidate } from "./validate/report-validate.ts";
