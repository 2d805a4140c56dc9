import { type Environment, noQuotas } from "@lockstep/model";

import type { LocalRunOptions } from "./run-locally.ts";

/** The least environment in which a pipeline can run: no policy, only what its steps may use. */
export function localEnvironment({
  environmentName,
  variables,
  secrets,
  egress,
  declaredConnections,
  declaredChannels,
}: LocalRunOptions): Environment {
  const references = Object.keys(secrets).map((name) => [
    name,
    { ref: `local:${name}`, teams: null, hosts: null },
  ]);
  // Teams share nothing here: whoever runs the file has its secrets anyway.
  const shared = Object.entries(declaredConnections).map(([name, one]) => [name, { ...one, teams: null }]);
  return {
    slug: environmentName,
    title: environmentName,
    description: "",
    tier: "development",
    promotesFrom: null,
    source: { branch: "", include: [], commitSignatures: "off" },
    apply: {
      mode: "manual",
      selfHeal: "off",
      prune: "keep",
      maxPrune: 0,
      forcePush: "allow",
      deadline: "60s",
    },
    immutability: { mode: "recreate", semver: "off" },
    gates: {
      approvals: null,
      soak: null,
      verification: null,
      contract: "allow",
      windows: null,
      pullRequest: false,
      checks: [],
    },
    runs: { record: "full", retention: "1d" },
    triggers: { default: "disabled" },
    teams: {},
    fallbackTeam: null,
    quotas: noQuotas,
    variables,
    secrets: Object.fromEntries(references) as Environment["secrets"],
    connections: Object.fromEntries(shared) as Environment["connections"],
    channels: declaredChannels,
    egress,
    notifications: [],
    pipelines: {},
    directory: { teams: {}, people: {} },
  };
}
