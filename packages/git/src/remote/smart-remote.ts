import type { Revision } from "@lockstep/model";

import { bounds, type PackLimits, type Timeouts } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { readMirrorHeads, readShallow, writeShallow } from "../mirror/mirror.ts";
import { receivePack } from "../mirror/receive-pack.ts";
import { readFetchAnswer, type FetchAnswer } from "./fetch-answer.ts";
import { encodeFetch, wholeHistory } from "./fetch-command.ts";
import { openGitService } from "./git-service.ts";
import { encodeListBranches, readBranchList } from "./list-branches.ts";
import type { FetchExtent, FetchOutcome, FetchRequest, Remote } from "./remote.ts";

const depths: Readonly<Record<FetchExtent, number | null>> = { heads: 1, news: null, whole: wholeHistory };

/** Git's protocol v2 over HTTP, in process. */
export function createSmartRemote(
  location: RemoteLocation,
  timeouts: Timeouts,
  packLimits: PackLimits,
): Remote {
  const service = openGitService(location);
  const { idle } = timeouts;
  const fetch = async (request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome> => {
    const { mirror, wants, extent } = request;
    const shallow = await readShallow(mirror.gitdir);
    const haves = await readMirrorHeads(mirror);
    const body = encodeFetch({ wants, haves, shallow, depth: depths[extent] });
    const answer = await service.command(body, { signal, idle, maxBytes: Infinity });
    const pack = await receivePack(mirror, packLimits);
    try {
      const received = await readFetchAnswer(answer, pack.write);
      signal.throwIfAborted();
      // Before the pack is visible: a commit without its parents must be known as one. Marks too many do no harm.
      await writeShallow(mirror, [...new Set([...shallow, ...received.shallow])]);
      await pack.publish();
      await writeShallow(mirror, remainingShallow(shallow, received));
    } finally {
      await pack.discard();
    }
    return "fetched";
  };
  return {
    readBranches: async (signal) =>
      readBranchList(await service.command(encodeListBranches(), { signal, idle, maxBytes: bounds.listing })),
    fetch,
  };
}

function remainingShallow(before: readonly Revision[], answer: FetchAnswer): readonly Revision[] {
  const gone = new Set(answer.unshallow);
  return [...new Set([...before, ...answer.shallow])].filter((revision) => !gone.has(revision));
}
