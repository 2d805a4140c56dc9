import { relative } from "node:path";

import type { Installation } from "./installation.ts";

/** What a person reads when a process is ready: where it is, how to get in and, in the demo, what to try. */
export function welcome(
  { configuration, data }: Installation,
  isDemo: boolean,
  workingDirectory: string,
): string {
  const near = (path: string) => {
    const short = relative(workingDirectory, path);
    return short === "" || short.startsWith("..") ? path : short;
  };
  const lines = [
    "",
    `  Lockstep is ready at ${configuration.publicUrl}`,
    "",
    `  API reference   ${configuration.publicUrl}/docs`,
    `  Admin token     ${near(data.adminTokenFile)}`,
    `  Repository      ${configuration.repository ?? ""}`,
    "",
  ];
  return [...lines, ...(isDemo ? demo(near(configuration.repository ?? "")) : []), ""].join("\n");
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
    "    # merge to main:   git switch main && git merge develop && git push; production runs it",
    "    # break a promise: change hello again but keep its version, push; the commit is refused with the reason",
    "",
  ];
}
