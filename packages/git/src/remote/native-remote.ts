import type { Revision } from "@lockstep/model";

import { bounds, type Timeouts } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { isDamage, readComplaint } from "../native/read-complaint.ts";
import { runGit, type GitResult } from "../native/run-git.ts";
import type { FetchExtent, Remote } from "./remote.ts";

const extents: Readonly<Record<FetchExtent, readonly string[]>> = {
  heads: ["--depth=1"],
  news: [],
  whole: ["--unshallow"],
};

/** A mirror is a cache of ours alone: no tags, no loose objects, nothing that git does later on its own. */
const fetchArguments = [
  "-c",
  "fetch.unpackLimit=1",
  "fetch",
  "--quiet",
  "--no-tags",
  "--no-write-fetch-head",
  "--no-auto-gc",
  "--no-recurse-submodules",
];

/** Asks with native git, started for each question. `gitdir` is where it runs. */
export function createNativeRemote(location: RemoteLocation, gitdir: string, timeouts: Timeouts): Remote {
  const run = async (args: readonly string[], signal: AbortSignal): Promise<GitResult> => {
    const call = {
      gitdir,
      args: [...connection(location, timeouts), ...args],
      secrets: secrets(location),
    };
    return runGit(call, signal, bounds.listing);
  };
  return {
    readBranches: async (signal) => {
      const result = await run(["ls-remote", "--heads", "--refs", "--", location.url], signal);
      if (result.code !== 0) throw readComplaint(result.complaint, location.url);
      return readListing(result.output, location.url);
    },
    fetch: async ({ wants, extent }, signal) => {
      const args = [...fetchArguments, ...extents[extent], "--", location.url, ...wants];
      const result = await run(args, signal);
      if (result.code === 0) return "fetched";
      if (isDamage(result.complaint)) return "damaged";
      throw readComplaint(result.complaint, location.url);
    },
  };
}

/** Git asks the helper only for this origin, also after a redirect; the helper prints what its environment holds. */
function connection({ origin, credentials }: RemoteLocation, timeouts: Timeouts): readonly string[] {
  const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$LOCKSTEP_USERNAME" "$LOCKSTEP_PASSWORD"; }; f`;
  return [
    "-c",
    "http.lowSpeedLimit=1",
    "-c",
    `http.lowSpeedTime=${Math.max(1, Math.ceil(timeouts.idle / 1000))}`,
    ...(credentials === null ? [] : ["-c", `credential.${origin}.helper=${helper}`]),
  ];
}

function secrets({ credentials }: RemoteLocation): Readonly<Record<string, string>> {
  if (credentials === null) return {};
  return { LOCKSTEP_USERNAME: credentials.username, LOCKSTEP_PASSWORD: credentials.password };
}

function readListing(output: string, name: string): ReadonlyMap<string, Revision> {
  const branches = new Map<string, Revision>();
  for (const line of output.split("\n")) {
    const [id = "", ref = ""] = line.split("\t");
    if (id.length === 64) throw readComplaint("sha256", name);
    if (ref.startsWith("refs/heads/")) branches.set(ref.slice("refs/heads/".length), id);
  }
  return branches;
}
