export * from "./serve-runs.ts";
