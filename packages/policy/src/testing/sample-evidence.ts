import {
  checksumOf,
  type Approval,
  type Change,
  type CompiledPipeline,
  type Directory,
  type Environment,
  type Evidence,
  environmentDefaults,
  type Gates,
  noQuotas,
  type Plan,
} from "@lockstep/model";

const sum = checksumOf("lockstep-plan/v1", "sample");
const changed = checksumOf("lockstep-plan/v1", "changed");

export const now = "2026-03-02T10:00:30.000Z";

/** A pipeline with a team, that uses nothing. */
export function samplePipeline(more: Partial<CompiledPipeline> = {}): CompiledPipeline {
  const slug = more.slug ?? "triage";
  return {
    slug,
    version: "1.0.0",
    team: "support",
    path: `pipelines/${slug}.pipeline.json`,
    content: sum,
    manifest: sum,
    canonical: "{}",
    uses: { variables: [], secrets: [], connections: [] },
    channels: [],
    callees: [],
    stepTypes: [],
    triggers: [],
    ...more,
  };
}

/** A strict environment without gates that has a queue for team support. */
export function sampleEnvironment(more: Partial<Environment> = {}): Environment {
  return {
    slug: "production",
    title: "",
    ...environmentDefaults,
    tier: "production",
    source: { ...environmentDefaults.source, branch: "main" },
    teams: { support: { queue: "support", isolation: "shared", priority: 5, quotas: noQuotas } },
    ...more,
  };
}

/** The sample environment whose policy asks for something. */
export function asking(gates: Partial<Gates>, directory: Partial<Directory> = {}): Environment {
  const environment = sampleEnvironment();
  return {
    ...environment,
    gates: { ...environment.gates, ...gates },
    directory: { ...environment.directory, ...directory },
  };
}

export function sampleChange(more: Partial<Change> = {}): Change {
  const pointer = { version: "1.0.0", content: sum, manifest: sum, team: "support", path: "" };
  const ends = { from: pointer, to: { ...pointer, version: "2.0.0", content: changed, manifest: changed } };
  return {
    kind: "update",
    slug: "triage",
    class: "content",
    differences: [],
    contract: null,
    ...ends,
    ...more,
  };
}

/** The second plan of an environment of four pipelines, with one update. */
export function samplePlan(more: Partial<Plan> = {}): Plan {
  return {
    format: "lockstep-plan/v1",
    environment: "production",
    base: { sequence: 1, revision: "a".repeat(40) },
    target: { revision: "b".repeat(40), controlRevision: "b".repeat(40) },
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

/** Evidence that admits the sample plan. */
export function sampleEvidence(more: Partial<Evidence> = {}): Evidence {
  return {
    policy: sampleEnvironment(),
    configuration: sampleEnvironment(),
    pipelines: [samplePipeline()],
    unresolvedSecrets: new Map(),
    approvals: [],
    ancestry: "ahead",
    isLateArrival: false,
    branchOwners: [],
    signatures: null,
    signers: null,
    intent: "merge",
    holds: [],
    quarantine: [],
    authors: null,
    soak: null,
    merge: null,
    tests: null,
    ...more,
  };
}

/** A person's word on the sample plan. */
export function sampleApproval(more: Partial<Approval> = {}): Approval {
  return { actor: "github:ada", verdict: "approved", planHash: sum, reason: "", at: now, ...more };
}
