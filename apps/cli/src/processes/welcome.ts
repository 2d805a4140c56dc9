import { relative } from "node:path";

import type { GitHubSettings } from "../configuration/github-settings.ts";
import type { ServerConfiguration } from "../configuration/settings.ts";
import type { DataDirectory } from "./data-directory.ts";

interface Greeted {
  readonly configuration: Pick<ServerConfiguration, "publicUrl" | "repository" | "github">;
  readonly data: Pick<DataDirectory, "adminTokenFile">;
}

interface Place {
  readonly isDemo: boolean;
  readonly cwd: string;
  /** Logs in as admin, once; `null` where there is no dashboard to log in to. */
  readonly loginLink: string | null;
}

/** What a person reads when a process is ready: where it is, how to get in and, in the demo, what to try. */
export function welcome({ configuration, data }: Greeted, { isDemo, cwd, loginLink }: Place): string {
  const near = (path: string) => {
    const short = relative(cwd, path);
    return short === "" || short.startsWith("..") ? path : short;
  };
  const lines = [
    "",
    `  Lockstep is ready at ${configuration.publicUrl}`,
    "",
    ...(loginLink === null
      ? []
      : [
          `  Dashboard       ${loginLink}`,
          "                  logs you in once, within 10 minutes; a new link: npx lockstep dashboard",
        ]),
    `  API reference   ${configuration.publicUrl}/docs`,
    `  Admin token     ${near(data.adminTokenFile)}`,
    `  Repository      ${configuration.repository ?? ""}`,
    ...gitHubLines(configuration.github),
    "",
  ];
  return [...lines, ...(isDemo ? demo(near(configuration.repository ?? "")) : []), ""].join("\n");
}

/** As whom Lockstep speaks with GitHub; nothing where it does not. */
export function gitHubLines(github: Pick<GitHubSettings, "credentials"> | null): readonly string[] {
  if (github === null) return [];
  const { credentials } = github;
  const whom = credentials.kind === "app" ? `App ${credentials.appId}` : "the account of a token";
  return [`  GitHub          as ${whom}; what is missing: npx lockstep github status`];
}

function demo(repository: string): readonly string[] {
  return [
    "  This is the demo: staging follows develop, production follows main. Try it in another terminal:",
    "",
    "    npx lockstep status                                  what runs where",
    '    npx lockstep run hello --env staging --input \'{"name":"Ada"}\'',
    "",
    `    git clone ${repository} demo && cd demo && git switch develop`,
    "    # push to develop: give hello a new greeting and version 1.0.1, commit, push; staging runs it",
    "    # merge to main:   git switch main && git merge develop && git push; production waits for one approval:",
    "    #                  npx lockstep approve --env production, and production runs it",
    "    # break a promise: change hello again but keep its version, push; the commit is refused with the reason",
    "",
  ];
}
