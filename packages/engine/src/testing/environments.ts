import { type Environment, type EnvironmentStatus, type EnvironmentStore, noQuotas } from "@lockstep/model";

/** An environment with every default, changed by what is given. */
export function environmentOf(given: Partial<Environment> = {}): Environment {
  return {
    slug: "staging",
    title: "Staging",
    description: "",
    tier: "staging",
    promotesFrom: null,
    source: { branch: "develop", include: [], commitSignatures: "off" },
    apply: {
      mode: "auto",
      selfHeal: "report",
      prune: "retire",
      maxPrune: 3,
      forcePush: "refuse",
      deadline: "60s",
    },
    immutability: { mode: "strict", semver: "enforce" },
    gates: {
      approvals: null,
      soak: null,
      verification: null,
      contract: "allow",
      windows: null,
      pullRequest: false,
      checks: [],
    },
    runs: { record: "full", retention: "30d" },
    triggers: { default: "enabled" },
    teams: {},
    fallbackTeam: null,
    quotas: noQuotas,
    variables: {},
    secrets: {},
    connections: {},
    channels: {},
    egress: { default: "allow", allow: [] },
    notifications: [],
    pipelines: {},
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
    state: "in-sync",
    because: "",
    next: "",
    opensAt: null,
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
