export type { ControllerDeps, Log, ReconcileReport } from "./controller-deps.ts";
export { type Controller, type ControllerHealth, createController } from "./create-controller.ts";
export { createPlanner } from "./planning/create-planner.ts";
export { createRetention, type Retention } from "./retention/create-retention.ts";
export { createRepositorySource } from "./source/repository-source.ts";
export type { ReadToken } from "./source/fresh-token.ts";
export type { RevisionSource } from "./source/revision-source.ts";
export { createWorkerSource } from "./source/worker-source.ts";
export type { WorkerSettings } from "./source/worker-protocol.ts";
