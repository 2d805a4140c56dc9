import { noQuotas } from "./admission.ts";
import type { Environment } from "./environment.ts";

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
  directory: { teams: {}, people: {} },
} as const satisfies Omit<Environment, "slug" | "title" | "tier" | "source"> & {
  readonly source: Omit<Environment["source"], "branch">;
};
