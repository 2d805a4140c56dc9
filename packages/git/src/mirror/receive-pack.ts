import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";

import type { PackLimits } from "../bounds.ts";
import { checkObjectSizes, checkPackHeader, tooLarge } from "./check-pack.ts";
import type { Mirror } from "./mirror.ts";
import { packName, publishPack } from "./publish-pack.ts";

/** A pack on its way into a mirror. It becomes visible whole or not at all. */
export interface IncomingPack {
  write(bytes: Buffer): Promise<void>;
  /** Verifies, indexes and moves the pack to where readers find it. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** Header (12) and trailer (20) of a pack without objects. */
const emptyPackBytes = 32;

export async function receivePack(mirror: Mirror, limits: PackLimits): Promise<IncomingPack> {
  const path = join(mirror.incoming, "received.pack");
  const file = await open(path, "w");
  let size = 0;
  return {
    write: async (bytes) => {
      if (size === 0) checkPackHeader(bytes, limits);
      size += bytes.length;
      if (size > limits.bytes) throw tooLarge(`a pack of more than ${limits.bytes} bytes`, limits.bytes);
      await file.writeFile(bytes);
    },
    publish: async () => {
      await file.close();
      if (size > emptyPackBytes) await index(mirror, path, limits);
    },
    discard: async () => {
      await file.close();
      await rm(path, { force: true });
    },
  };
}

async function index(mirror: Mirror, path: string, limits: PackLimits): Promise<void> {
  // In a function of its own, so that the pack is not in memory twice while isomorphic-git indexes it.
  const name = await verify(path, limits);
  await publishPack(mirror, path, name);
}

async function verify(path: string, limits: PackLimits): Promise<string> {
  const pack = await readFile(path);
  const name = packName(pack);
  if (name !== pack.toString("hex", pack.length - 20)) {
    throw new Failure("repository-unreachable", "The pack that the git server sent is damaged.");
  }
  checkObjectSizes(pack, limits);
  return name;
}
