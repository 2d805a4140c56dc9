import type { Revision } from "@lockstep/model";
import { listServerRefs } from "isomorphic-git";

import { bounds, type PackLimits, type Timeouts } from "../bounds.ts";
import type { RemoteLocation } from "../location.ts";
import { readMirrorHeads, readShallow, writeShallow, type Mirror } from "../mirror/mirror.ts";
import { receivePack } from "../mirror/receive-pack.ts";
import { sha256Failure } from "../sha256-failure.ts";
import { readFetchAnswer, type FetchAnswer } from "./fetch-answer.ts";
import { encodeFetch, wholeHistory, type FetchCommand } from "./fetch-command.ts";
import type { FetchExtent, Remote } from "./remote.ts";
import { createSmartHttp, type SmartHttp } from "./smart-http.ts";

const branchPrefix = "refs/heads/";

const depths: Readonly<Record<FetchExtent, number | null>> = { heads: 1, news: null, whole: wholeHistory };

/** Git's protocol v2 over HTTP, in process. */
export function createSmartRemote(location: RemoteLocation, timeouts: Timeouts, limits: PackLimits): Remote {
  const http = createSmartHttp(location, timeouts.idle);
  return {
    readBranches: (signal) => listBranches(location.url, http, signal),
    fetch: async ({ mirror, wants, extent }, signal) => {
      const known = await readMirrorHeads(mirror);
      const shallow = await readShallow(mirror.gitdir);
      const command = { wants, haves: known, shallow, depth: depths[extent] };
      await fetchPack({ url: location.url, http, mirror, command, limits }, signal);
      return "fetched";
    },
  };
}

async function listBranches(
  url: string,
  http: SmartHttp,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Revision>> {
  const refs = await listServerRefs({
    http: http.client(signal, bounds.listing),
    url,
    prefix: branchPrefix,
    protocolVersion: 2,
  });
  const branches = new Map<string, Revision>();
  for (const { ref, oid } of refs) {
    if (oid.length !== 40) throw sha256Failure(url);
    if (ref.startsWith(branchPrefix)) branches.set(ref.slice(branchPrefix.length), oid);
  }
  return branches;
}

interface PackExchange {
  readonly url: string;
  readonly http: SmartHttp;
  readonly mirror: Mirror;
  readonly command: FetchCommand;
  readonly limits: PackLimits;
}

/**
 * isomorphic-git's own `fetch` asks for one branch by name, tells the server of one commit it has, lists all refs
 * before, and keeps the pack in memory; this asks for exact revisions and tells of all heads in one request.
 */
async function fetchPack(exchange: PackExchange, signal: AbortSignal): Promise<void> {
  const { url, http, mirror, command, limits } = exchange;
  const response = await http.client(signal, Infinity).request({
    url: `${url}/git-upload-pack`,
    method: "POST",
    headers: {
      "content-type": "application/x-git-upload-pack-request",
      accept: "application/x-git-upload-pack-result",
      "git-protocol": "version=2",
    },
    body: chunks(encodeFetch(command)),
  });
  const pack = await receivePack(mirror, limits);
  try {
    const answer = await readFetchAnswer(response.body ?? chunks(Buffer.alloc(0)), pack.write);
    signal.throwIfAborted();
    // Before the pack is visible: a commit without its parents must be known as one. Marks too many do no harm.
    await writeShallow(mirror, [...new Set([...command.shallow, ...answer.shallow])]);
    await pack.publish();
    await writeShallow(mirror, remainingShallow(command.shallow, answer));
  } finally {
    await pack.discard();
  }
}

function remainingShallow(before: readonly Revision[], answer: FetchAnswer): readonly Revision[] {
  const gone = new Set(answer.unshallow);
  return [...new Set([...before, ...answer.shallow])].filter((revision) => !gone.has(revision));
}

async function* chunks(bytes: Uint8Array): AsyncIterableIterator<Uint8Array> {
  yield bytes;
}
