import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { constants, inflateSync } from "node:zlib";

import type { ObjectId } from "@lockstep/model";

import { offsetDelta, readDeltaResultSize, readObjectHeader, referenceDelta } from "./object-header.ts";
import { parsePackIndex, type PackIndex } from "./pack-index.ts";

/** Finds out how large objects are without inflating them; isomorphic-git can only read them whole. */
export interface ObjectSizes {
  /** Size in bytes; `null` when the object is not here. */
  sizeOf(id: ObjectId): number | null;
  close(): void;
}

interface OpenPack {
  readonly index: PackIndex;
  readonly file: number;
}

/** Enough for any object header and the start of a delta. */
const prefixBytes = 128;

export function openObjectSizes(gitdir: string): ObjectSizes {
  const folder = join(gitdir, "objects/pack");
  const packs: OpenPack[] = readdirSync(folder)
    .filter((name) => name.endsWith(".idx"))
    .map((name) => ({
      index: parsePackIndex(readFileSync(join(folder, name))),
      file: openSync(join(folder, name.replace(/idx$/, "pack")), "r"),
    }));
  return {
    sizeOf: (id) => sizeInPacks(packs, id) ?? sizeOfLoose(gitdir, id),
    close: () => packs.forEach(({ file }) => closeSync(file)),
  };
}

function sizeInPacks(packs: readonly OpenPack[], id: ObjectId): number | null {
  for (const { index, file } of packs) {
    const offset = index.offsetOf(id);
    if (offset !== null) return sizeAt(file, offset);
  }
  return null;
}

function sizeAt(file: number, offset: number): number {
  const prefix = Buffer.alloc(prefixBytes);
  readSync(file, prefix, 0, prefixBytes, offset);
  const header = readObjectHeader(prefix, 0);
  if (header.type !== offsetDelta && header.type !== referenceDelta) return header.size;
  return readDeltaResultSize(inflateStart(prefix.subarray(header.dataOffset)));
}

/** `blob 12\0…`: the header of an object in a file of its own. */
function sizeOfLoose(gitdir: string, id: ObjectId): number | null {
  const prefix = readPrefix(join(gitdir, "objects", id.slice(0, 2), id.slice(2)));
  if (prefix === null) return null;
  const header = inflateStart(prefix).toString("latin1");
  return Number.parseInt(header.slice(header.indexOf(" ") + 1), 10);
}

function readPrefix(path: string): Buffer | null {
  try {
    const file = openSync(path, "r");
    const prefix = Buffer.alloc(prefixBytes);
    const length = readSync(file, prefix, 0, prefixBytes, 0);
    closeSync(file);
    return prefix.subarray(0, length);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function inflateStart(deflated: Buffer): Buffer {
  return inflateSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH });
}
