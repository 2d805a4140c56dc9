export * from "./cron-instants.ts";
export * from "./time-rules.ts";
