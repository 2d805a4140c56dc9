import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";
import { indexPack } from "isomorphic-git";

import { checkPackSizes } from "./check-pack-sizes.ts";
import type { Mirror } from "./mirror.ts";

/** A pack on its way into a mirror. It becomes visible whole or not at all. */
export interface IncomingPack {
  write(bytes: Uint8Array): Promise<void>;
  /** Verifies, indexes and moves the pack to where readers find it. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** Header (12) and trailer (20) of a pack without objects. */
const emptyPackBytes = 32;

export async function receivePack(mirror: Mirror): Promise<IncomingPack> {
  const path = join(mirror.incoming, "received.pack");
  const file = await open(path, "w");
  let size = 0;
  return {
    write: async (bytes) => {
      size += bytes.byteLength;
      await file.write(bytes);
    },
    publish: async () => {
      await file.close();
      if (size > emptyPackBytes) await index(mirror, path);
    },
    discard: () => discard(file, path),
  };
}

async function index(mirror: Mirror, path: string): Promise<void> {
  const pack = await readFile(path);
  const name = createHash("sha1").update(pack.subarray(0, -20)).digest("hex");
  if (name !== pack.toString("hex", pack.length - 20)) {
    throw new Failure("repository-unreachable", "The pack that the git server sent is damaged.");
  }
  checkPackSizes(pack);
  await indexPack({ fs, dir: mirror.incoming, gitdir: mirror.gitdir, filepath: "received.pack" });
  const target = join(mirror.gitdir, "objects/pack", `pack-${name}`);
  // Readers look for the index, so it comes last.
  await rename(path, `${target}.pack`);
  await rename(path.replace(/pack$/, "idx"), `${target}.idx`);
}

async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close();
  await rm(path, { force: true });
}
