import {
  type Deploy,
  type DeploymentReport,
  type Forge,
  Failure,
  type OrgStore,
  type OutboxEntry,
} from "@lockstep/model";

import { deployLink } from "../dashboard-links.ts";
import { deploymentStates } from "./deployment-states.ts";
import { readCheck, readComment } from "./outbox-entries.ts";

export interface PublishSources {
  readonly forge: Forge;
  readonly store: Pick<OrgStore, "deploys" | "environments">;
  readonly publicUrl: string;
}

/**
 * Tells the forge what an entry says, once more if need be. What the forge cannot show is passed over. Failures: those of
 * {@link Forge}; `invalid-input` for an entry that holds nothing to tell.
 */
export async function publishEntry(
  sources: PublishSources,
  entry: OutboxEntry,
  signal: AbortSignal,
): Promise<void> {
  const { forge } = sources;
  const { checks, statuses, deployments, comments } = forge.capabilities;
  switch (entry.topic) {
    case "check":
      if (checks || statuses) await forge.publishCheck(known(readCheck(entry), entry), signal);
      return;
    case "comment":
      if (comments) await forge.publishComment(known(readComment(entry), entry), signal);
      return;
    case "deploy":
      if (deployments) await publishDeploy(sources, entry, signal);
      return;
    default:
      throw new Failure("invalid-input", `there is no forge topic '${entry.topic}'`);
  }
}

function known<Report>(report: Report | null, { topic, target }: OutboxEntry): Report {
  if (report !== null) return report;
  throw new Failure("invalid-input", `the ${topic} for ${target} is not readable`);
}

/** The deploy, and the one whose place it took: forges leave those of production environments active. */
async function publishDeploy(
  sources: PublishSources,
  entry: OutboxEntry,
  signal: AbortSignal,
): Promise<void> {
  const { forge, store } = sources;
  const id = entry.body["deploy"];
  const deploy = typeof id === "string" ? await store.deploys.load(id) : null;
  if (deploy === null)
    throw new Failure("invalid-input", `there is no deploy of the entry for ${entry.target}`);
  const [newest, former] = await newestApplied(store, deploy);
  const isReplaced = newest !== undefined && newest.id !== deploy.id;
  await forge.publishDeployment(await reportOf(sources, deploy, isReplaced), signal);
  if (newest?.id !== deploy.id || former === undefined) return;
  if (former.commit.revision !== deploy.commit.revision)
    await forge.publishDeployment(await reportOf(sources, former, true), signal);
}

async function newestApplied(
  { deploys }: PublishSources["store"],
  { environment }: Deploy,
): Promise<readonly Deploy[]> {
  const filter = { environment, states: ["applied"], revision: null } as const;
  return (await deploys.list(filter, { limit: 2, cursor: null })).items;
}

const longestDescription = 140;

async function reportOf(
  { store, publicUrl }: PublishSources,
  deploy: Deploy,
  isReplaced: boolean,
): Promise<DeploymentReport> {
  const environment = await store.environments.load(deploy.environment);
  return {
    environment: deploy.environment,
    revision: deploy.commit.revision,
    isProduction: environment?.tier === "production",
    states: deploymentStates(deploy, isReplaced),
    description: deploy.because.slice(0, longestDescription),
    logUrl: deployLink(publicUrl, deploy.id),
  };
}
