import { type DeploymentReport, type DeploymentState, Failure } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { boundLine } from "./bound-text.ts";

/** Put into each deployment that we make, so that those of other tools are left alone. */
const marker = "lockstep";

export interface KnownDeployment {
  readonly id: number;
  readonly revision: string;
}

/** One state that the forge holds of a deployment. */
export interface KnownState {
  readonly id: number;
  readonly state: string;
  readonly logUrl: string | null;
}

/** Our newest deployments of an environment, newest first: of one commit, or of all. */
export async function listDeployments(
  client: GitHubClient,
  filter: { readonly environment: string; readonly sha?: string },
  signal: AbortSignal,
): Promise<readonly KnownDeployment[]> {
  const { data } = await client.ask({
    what: "list deployments",
    kind: "read",
    signal,
    ask: async (api, call) => await api.repos.listDeployments({ ...call, ...filter, per_page: 30 }),
  });
  return data.filter(({ payload }) => isOurs(payload)).map(({ id, sha }) => ({ id, revision: sha }));
}

/** Oldest first. */
export async function listStates(
  client: GitHubClient,
  id: number,
  signal: AbortSignal,
): Promise<readonly KnownState[]> {
  const answers = await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list the states of a deployment",
      kind: "read",
      signal,
      ask: async (api, call) =>
        await api.repos.listDeploymentStatuses({ ...call, ...page, deployment_id: id }),
    });
    return data;
  });
  return answers
    .map(({ id, state, log_url }) => ({ id, state, logUrl: log_url ?? null }))
    .sort((one, other) => one.id - other.id);
}

export async function createDeployment(
  client: GitHubClient,
  report: DeploymentReport,
  signal: AbortSignal,
): Promise<KnownDeployment> {
  const { data } = await client.ask<{ id?: number; message?: string }>({
    what: "make a deployment",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.repos.createDeployment({
        ...call,
        ref: report.revision,
        environment: report.environment,
        // Otherwise GitHub may merge the default branch into what is deployed, and make no deployment.
        auto_merge: false,
        // What may be deployed is decided by gates, long before.
        required_contexts: [],
        payload: { [marker]: 1 },
        description: boundLine(report.description, 140),
        production_environment: report.isProduction,
      }),
  });
  if (data.id === undefined)
    throw new Failure("forge-refused", "GitHub merged instead of making a deployment.");
  return { id: data.id, revision: report.revision };
}

export async function addState(
  client: GitHubClient,
  step: { readonly id: number; readonly report: DeploymentReport; readonly state: DeploymentState },
  signal: AbortSignal,
): Promise<void> {
  const { id, report, state } = step;
  await client.ask({
    what: "tell the state of a deployment",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.repos.createDeploymentStatus({
        ...call,
        deployment_id: id,
        state,
        environment: report.environment,
        description: boundLine(report.description, 140),
        log_url: report.logUrl,
        // Where the button "View deployment" leads.
        environment_url: report.logUrl,
        // It leaves out production environments; superseded ones are ended one by one instead.
        auto_inactive: false,
      }),
  });
}

function isOurs(payload: unknown): boolean {
  const value = typeof payload === "string" ? parsed(payload) : payload;
  return typeof value === "object" && value !== null && Object.hasOwn(value, marker);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
