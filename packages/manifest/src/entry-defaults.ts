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
