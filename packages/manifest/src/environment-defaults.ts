import { type Environment, noQuotas } from "@lockstep/model";

/** What an environment means where its manifest says nothing. */
export const environmentDefaults = {
  description: "",
  promotesFrom: null,
  source: { include: ["pipelines/**/*.pipeline.json"], commitSignatures: "off" },
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
  runs: { record: "full", retention: "90d" },
  triggers: { default: "enabled" },
  teams: {},
  fallbackTeam: null,
  quotas: noQuotas,
  variables: {},
  secrets: {},
  connections: {},
  channels: {},
  egress: { default: "deny", allow: [] },
  notifications: [],
  pipelines: {},
} as const satisfies Omit<Environment, "slug" | "title" | "tier" | "source"> & {
  readonly source: Omit<Environment["source"], "branch">;
};

export const gateDefaults = {
  approvals: { from: [], excludeAuthor: true, expiresAfter: null },
  soak: { minRuns: 0, maxFailureRate: 1 },
  verification: { tests: "require", smoke: [], onFailure: "hold" },
  smoke: { input: {}, expect: "completed" },
  windows: { timezone: "UTC", allow: [], deny: [], breakGlass: null },
  window: { reason: "" },
  breakGlass: { reasonRequired: true, reconcileWithin: "24h" },
} as const;

export const teamDefaults = { isolation: "shared", priority: 5 } as const;

export const secretDefaults = { teams: null, hosts: null } as const;

export const connectionDefaults = { teams: null } as const;

export const overrideDefaults = {
  enabled: true,
  triggers: {},
  queue: null,
  isolation: null,
  priority: null,
  quotas: null,
} as const;
