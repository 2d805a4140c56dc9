export * from "./compile-fixed-schema.ts";
export * from "./compile-schema.ts";
export { describeErrors } from "./describe-errors.ts";
export { didYouMean } from "./did-you-mean.ts";
export { joinPointer } from "./pointer.ts";
