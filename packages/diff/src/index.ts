export { compareConfigurations, type ConfigurationDifference } from "./compare/compare-configurations.ts";
export { comparePipelines } from "./compare/compare-pipelines.ts";
export { drift } from "./drift/drift.ts";
export { applyPlan, type Applying } from "./plan/apply-plan.ts";
export { compareChange, type Comparison, type PipelineLookup } from "./plan/compare-change.ts";
export { describePlan } from "./plan/describe-plan.ts";
export { plan, type PlanInput } from "./plan/plan.ts";
export { selectChanges, type ChangedPipeline } from "./plan/select-changes.ts";
export { compareVersions } from "./semver.ts";
