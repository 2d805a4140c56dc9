export * from "./check-expression.ts";
export * from "./evaluate-json.ts";
export * from "./evaluate-template.ts";
export * from "./expression-error.ts";
export type { Finding } from "./finding.ts";
export * from "./is-usable-name.ts";
export * from "./parse-template.ts";
export * from "./read-references.ts";
