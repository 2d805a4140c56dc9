import {
  checksumOf,
  environmentDefaults,
  noQuotas,
  problem,
  type Change,
  type Difference,
  type Environment,
  type Plan,
} from "@lockstep/model";

import type { CheckContext, PlanImpact, PlanInput, TestsInput, ValidateInput } from "../report-input.ts";

const sum = checksumOf("lockstep-plan/v1", "sample");

/** A pull request into develop, judged as merged. */
export function sampleContext(more: Partial<CheckContext> = {}): CheckContext {
  return {
    headRevision: "a".repeat(40),
    base: { branch: "develop", revision: "b".repeat(40) },
    judged: { revision: "c".repeat(40), kind: "merge" },
    pullRequest: 7,
    isFork: false,
    movedFrom: null,
    externalId: "digest",
    detailsUrl: "https://lockstep.example/deploys/1",
    startedAt: "2026-03-02T10:00:00.000Z",
    completedAt: "2026-03-02T10:00:01.000Z",
    ...more,
  };
}

/** An environment that applies by itself. */
export function sampleEnvironment(more: Partial<Environment> = {}): Environment {
  return {
    slug: "staging",
    title: "",
    ...environmentDefaults,
    tier: "staging",
    source: { ...environmentDefaults.source, branch: "develop" },
    teams: { support: { queue: "support", isolation: "shared", priority: 5, quotas: noQuotas } },
    ...more,
  };
}

export function sampleDifference(sentence: string, more: Partial<Difference> = {}): Difference {
  return { class: "content", path: "/steps/score/with", operation: "changed", sentence, ...more };
}

export function sampleChange(more: Partial<Change> = {}): Change {
  const from = { version: "1.0.0", content: sum, manifest: sum, team: "support", path: "" };
  const differences = [sampleDifference('step score: with.set.priority changed from "low" to "high"')];
  return {
    kind: "update",
    slug: "triage",
    class: "content",
    from,
    to: { ...from, version: "1.1.0" },
    differences,
    contract: null,
    ...more,
  };
}

/** The eighth plan of an environment of four pipelines, with one update. */
export function samplePlan(more: Partial<Plan> = {}): Plan {
  return {
    format: "lockstep-plan/v1",
    environment: "staging",
    base: { sequence: 7, revision: "b".repeat(40) },
    target: { revision: "c".repeat(40), controlRevision: "c".repeat(40) },
    changes: [sampleChange()],
    locks: [],
    policyDigest: sum,
    configurationDigest: sum,
    problems: [],
    counts: { applied: 4, desired: 4, pruned: 0 },
    hash: sum,
    ...more,
  };
}

/** The impact of one change, changed as told. */
export function sampleImpact(more: Partial<PlanImpact> = {}): PlanImpact {
  return {
    pipelines: { changed: 1, shown: 1 },
    totals: { running: 0, callers: 0, callees: 0 },
    running: [],
    firings: [],
    callers: [],
    callees: [],
    tokens: [],
    inputs: [],
    ...more,
  };
}

/** An admitted plan that nobody feels. */
export function samplePlanInput(more: Partial<PlanInput> = {}): PlanInput {
  return {
    context: sampleContext(),
    desired: sampleEnvironment(),
    policy: sampleEnvironment(),
    plan: samplePlan(),
    decision: { outcome: "admitted", verdicts: [] },
    impact: sampleImpact(),
    graphs: [],
    ...more,
  };
}

/** One error on a line, with its fix. */
export function sampleValidateInput(more: Partial<ValidateInput> = {}): ValidateInput {
  const place = { file: "pipelines/triage.pipeline.json", line: 12, column: 9, path: "/steps/0/dependsOn" };
  const fix = "Did you mean fetch?";
  const found = problem("STEP_UNKNOWN", "Step score depends on fetsh, which does not exist.", {
    ...place,
    fix,
  });
  return { context: sampleContext(), problems: [found], pipelines: 3, bumps: [], ...more };
}

/** One test that passed and one that failed. */
export function sampleTestsInput(more: Partial<TestsInput> = {}): TestsInput {
  const tests = [
    { name: "urgent words", isPassed: true, message: "", line: 40 },
    { name: "empty text", isPassed: false, message: 'output is "low", expected "none"', line: 52 },
  ];
  const suites = [{ slug: "triage", file: "pipelines/triage.pipeline.json", tests }];
  return { context: sampleContext(), state: "ran", suites, ...more };
}
