import { join } from "node:path";

import type { Repository } from "@lockstep/model";

import { defaultTimeouts, type Timeouts } from "./bounds.ts";
import { findGitdir } from "./find-gitdir.ts";
import { createLocalRepository } from "./local-repository.ts";
import { parseLocation } from "./location.ts";
import { mirrorFolder, openMirror } from "./mirror/mirror.ts";
import { createMirroredRepository } from "./mirrored-repository.ts";
import { createIsomorphicObjects } from "./objects/isomorphic-objects.ts";
import { createSmartRemote } from "./remote/smart-remote.ts";

export interface RepositoryOptions {
  /** `https://…` (or `http://…`), or the path of a bare repository or work tree. */
  readonly location: string;
  /** Where mirrors are kept. Only one process at a time may use it. */
  readonly directory: string;
  /** Sent to the repository's own origin only. */
  readonly token: string | null;
  /** Whether native git may be used when it is installed. */
  readonly native: "auto" | "off";
  readonly timeouts?: Partial<Timeouts>;
}

/** Opens a repository without asking it anything yet. Failures: `configuration-invalid`, `disk-full`. */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const location = parseLocation(options.location, options.token);
  if (location.kind === "local") {
    const gitdir = await findGitdir(location.path);
    return createLocalRepository(location.path, gitdir, createIsomorphicObjects(gitdir));
  }
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const mirror = await openMirror(join(options.directory, mirrorFolder(location.url)));
  return createMirroredRepository({
    name: location.url,
    mirror,
    remote: createSmartRemote(location, timeouts),
    objects: createIsomorphicObjects(mirror.gitdir),
    timeouts,
  });
}
