export * from "./access.ts";
export * from "./deploys.ts";
export * from "./environments.ts";
export * from "./events.ts";
export * from "./runs.ts";
export * from "./schema-migrations.ts";
export * from "./triggers.ts";
export * from "./versions.ts";
