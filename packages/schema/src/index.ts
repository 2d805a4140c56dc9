export * from "./compile-fixed-schema.ts";
export * from "./compile-schema.ts";
export { describeErrors } from "./describe-errors.ts";
export { didYouMean } from "@lockstep/model";
