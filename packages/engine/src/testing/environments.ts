import {
  environmentDefaults,
  type Environment,
  type EnvironmentStatus,
  type EnvironmentStore,
} from "@lockstep/model";

/** An environment with every default, changed by what is given. */
export function environmentOf(given: Partial<Environment> = {}): Environment {
  return {
    slug: "staging",
    title: "Staging",
    ...environmentDefaults,
    tier: "staging",
    source: { ...environmentDefaults.source, branch: "develop" },
    egress: { default: "allow", allow: [] },
    ...given,
  };
}

/** Knows exactly one environment, in force. */
export function environmentStoreOf(environment: Environment): Pick<EnvironmentStore, "load"> {
  return { load: async (slug) => (slug === environment.slug ? statusOf(environment) : null) };
}

export function statusOf(policy: Environment): EnvironmentStatus {
  return {
    slug: policy.slug,
    title: policy.title,
    tier: policy.tier,
    policy,
    policyDigest: null,
    acts: 0,
    retiredAt: null,
    state: "in-sync",
    because: "",
    next: "",
    opensAt: null,
    predictedAt: null,
    problems: [],
    branch: policy.source.branch,
    desiredRevision: null,
    desiredControlRevision: null,
    deploy: null,
    failures: 0,
    retryAt: null,
    removed: false,
    observedAt: null,
    sequence: 1,
    appliedRevision: null,
    appliedControlRevision: null,
    appliedDeploy: null,
    appliedAt: null,
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}
