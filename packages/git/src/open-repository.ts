import { join } from "node:path";

import { Failure, type Repository } from "@lockstep/model";

import { defaultTimeouts, limitsAlone, limitsBesideNative, type Timeouts } from "./bounds.ts";
import { checkFormat } from "./check-format.ts";
import { findGitdir } from "./find-gitdir.ts";
import { createLocalRepository } from "./local-repository.ts";
import { parseLocation, type RemoteLocation, type TokenSource } from "./location.ts";
import { dropLostHeads } from "./mirror/drop-lost-heads.ts";
import { mirrorFolder, openMirror } from "./mirror/mirror.ts";
import { createMirroredRepository } from "./mirrored-repository.ts";
import { hasNativeGit } from "./native/has-native-git.ts";
import { ObjectStore } from "./objects/object-store.ts";
import { createNativeRemote } from "./remote/native-remote.ts";
import { createQuickestRemote } from "./remote/quickest-remote.ts";
import type { Remote } from "./remote/remote.ts";
import { createSmartRemote } from "./remote/smart-remote.ts";

/** Who fetches: `auto` takes the quicker road for each fetch when native git is installed; `only` needs it. */
export type NativeUse = "auto" | "off" | "only";

export interface RepositoryOptions {
  /** `https://…` (or `http://…`), or the path of a bare repository or work tree. */
  readonly location: string;
  /** Where mirrors are kept. Only one process at a time may use it. */
  readonly directory: string;
  /** Sent to the repository's own origin only. A function is asked anew for each exchange. */
  readonly token: TokenSource;
  readonly native: NativeUse;
  readonly timeouts?: Partial<Timeouts>;
}

/** Opens a repository without asking it anything yet. Failures: `configuration-invalid`, `repository-invalid`, `disk-full`. */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const location = parseLocation(options.location, options.token);
  if (location.kind === "local") {
    const gitdir = await findGitdir(location.path);
    await checkFormat(location.path, gitdir);
    return createLocalRepository(location.path, gitdir, new ObjectStore(gitdir));
  }
  const road = await chooseRoad(options.native);
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const mirror = await openMirror(join(options.directory, mirrorFolder(location.url)));
  const objects = new ObjectStore(mirror.gitdir);
  await dropLostHeads(mirror, objects);
  return createMirroredRepository({
    name: location.url,
    mirror,
    remote: openRemote(location, mirror.gitdir, { road, timeouts }),
    objects,
    timeouts,
  });
}

type Road = "in-process" | "native" | "quickest";

async function chooseRoad(native: NativeUse): Promise<Road> {
  if (native === "off") return "in-process";
  const isInstalled = await hasNativeGit();
  if (native === "auto") return isInstalled ? "quickest" : "in-process";
  if (isInstalled) return "native";
  throw new Failure(
    "configuration-invalid",
    "Native git 2.30 or newer is asked for, but it is not installed.",
  );
}

function openRemote(
  location: RemoteLocation,
  gitdir: string,
  { road, timeouts }: { readonly road: Road; readonly timeouts: Timeouts },
): Remote {
  if (road === "in-process") return createSmartRemote(location, timeouts, limitsAlone);
  const native = createNativeRemote(location, gitdir, timeouts);
  if (road === "native") return native;
  return createQuickestRemote(createSmartRemote(location, timeouts, limitsBesideNative), native);
}
