export type { RunService } from "./execute-options.ts";
export * from "./serve-jobs.ts";
export * from "./serve-runs.ts";
export * from "./start-heartbeat.ts";
export * from "./supervise-runs.ts";
