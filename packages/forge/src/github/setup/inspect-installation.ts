import { type ForgeRepository, type SetupFinding } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import { grants, neededEvents, neededPermissions } from "./needed-access.ts";

/** Permissions and events of the App's installation. */
export async function inspectInstallation(
  client: GitHubClient,
  repository: ForgeRepository,
  signal: AbortSignal,
): Promise<readonly SetupFinding[]> {
  const { data } = await client.askAsApp({
    what: "read the App's installation",
    kind: "read",
    signal,
    ask: async (api, call) => await api.apps.getRepoInstallation({ ...call }),
  });
  const permissions: Readonly<Record<string, string | undefined>> = { ...data.permissions };
  return [
    {
      subject: "installation",
      state: data.suspended_at === null ? "ok" : "missing",
      because: `The App ${data.app_slug} is installed on ${repository.fullName}${data.suspended_at === null ? "" : ", but suspended"}.`,
      next: data.suspended_at === null ? null : `An owner can unsuspend it on ${data.html_url}.`,
    },
    ...neededPermissions.map((needed) => permissionFinding(needed, permissions[needed.name], data.html_url)),
    ...neededEvents.map((needed) => eventFinding(needed, data.events.includes(needed.name))),
  ];
}

function permissionFinding(
  { name, level, reason }: (typeof neededPermissions)[number],
  given: string | undefined,
  page: string,
): SetupFinding {
  const isGranted = grants(given, level);
  return {
    subject: `permission:${name}`,
    state: isGranted ? "ok" : "missing",
    because: `${name}: ${level} is needed ${reason}; ${given === undefined ? "nothing" : given} is given.`,
    next: isGranted ? null : `Set ${name} to ${level} in the App's settings, then accept it on ${page}.`,
  };
}

function eventFinding({ name, reason }: (typeof neededEvents)[number], isSubscribed: boolean): SetupFinding {
  return {
    subject: `event:${name}`,
    state: isSubscribed ? "ok" : "missing",
    because: isSubscribed
      ? `The App subscribes to ${name}.`
      : `The App does not subscribe to ${name}: ${reason}.`,
    next: isSubscribed ? null : `Tick ${name} under "Subscribe to events" in the App's settings.`,
  };
}
