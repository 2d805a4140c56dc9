import { createGitHubDoor, createGitHubForge, createNoForge, type RequiredCheck } from "@lockstep/forge";
import {
  type Clock,
  type EnvironmentStatus,
  type EnvironmentStore,
  type Forge,
  type ForgeDoor,
  systemClock,
} from "@lockstep/model";

import type { GitHubSettings } from "../configuration/github-settings.ts";
import { createRepositoryIdReader } from "./repository-id.ts";

/** The forge of an installation, and the door for its webhooks; `null` where none has been agreed on. */
export interface ConnectedForge {
  readonly forge: Forge;
  readonly forgeDoor: ForgeDoor | null;
}

interface ForgeParts {
  readonly environments: Pick<EnvironmentStore, "list">;
  readonly log: { warn(facts: object, message: string): void };
  readonly clock?: Clock;
}

/** Connects with GitHub, or with nothing. Asks nothing of the network yet. */
export function connectForge(settings: GitHubSettings | null, parts: ForgeParts): ConnectedForge {
  if (settings === null) return { forge: createNoForge(), forgeDoor: null };
  const { webhookSecrets: secrets } = settings;
  const forge = createSettledForge(settings, parts);
  const repositoryId = createRepositoryIdReader(forge, parts.clock ?? systemClock);
  const forgeDoor = secrets.length === 0 ? null : createGitHubDoor({ secrets, repositoryId });
  return { forge, forgeDoor };
}

/** GitHub as set; inspecting looks for the checks of every branch that an environment follows. */
function createSettledForge(settings: GitHubSettings, { environments, log }: ForgeParts): Forge {
  let checks: readonly RequiredCheck[] = [];
  const github = createGitHubForge({
    ...gitHubOf(settings),
    log,
    requiredChecks: () => checks,
  });
  return {
    ...github,
    async inspect(signal) {
      checks = checksOf(await environments.list());
      return github.inspect(signal);
    },
  };
}

/** Which repository, where, as whom, and how fast. */
export function gitHubOf({ repositoryUrl, apiUrl, credentials, writesPerMinute }: GitHubSettings) {
  return { repositoryUrl, apiUrl, signIn: credentials, writesPerMinute };
}

/** Validation and the plan of each environment, required on the branch that feeds it. */
function checksOf(environments: readonly EnvironmentStatus[]): readonly RequiredCheck[] {
  const fed = environments.flatMap(({ slug, branch, removed }) =>
    removed || branch === null ? [] : [{ slug, branch }],
  );
  const branches = [...new Set(fed.map(({ branch }) => branch))];
  return [
    ...branches.map((branch) => ({ branch, name: "lockstep / validate" })),
    ...fed.map(({ slug, branch }) => ({ branch, name: `lockstep / plan (${slug})` })),
  ];
}
