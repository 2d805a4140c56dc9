import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { constants, inflateSync } from "node:zlib";

import { maxHeaderBytes, readObjectHeader, type ObjectHeader } from "./object-header.ts";
import { parsePackIndex, type PackIndex } from "./pack-index.ts";

/** An open pack. Stays readable when its owner deletes the file. */
export interface PackFile {
  readonly path: string;
  readonly index: PackIndex;
  readHeader(offset: number): ObjectHeader;
  /** What is deflated behind a header. */
  inflate(header: ObjectHeader): Buffer;
  /** The first bytes of what is deflated. */
  inflateStart(header: ObjectHeader): Buffer;
  close(): void;
}

/** Enough deflated bytes for both sizes at the start of a delta. */
const startBytes = 96;

const startChunk = 512;

const scratchBytes = 65_536;

/** With room left in the chunk, zlib knows that it is done without asking for another one. */
const chunkReserve = 16;

export function openPackFile(path: string): PackFile {
  const index = parsePackIndex(readFileSync(path.replace(/pack$/, "idx")));
  const file = openSync(path, "r");
  const scratch = Buffer.alloc(scratchBytes);
  /** What is read stays valid until the next read. */
  const read = (offset: number, length: number) => {
    const bytes = length <= scratchBytes ? scratch : Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  };
  return {
    path,
    index,
    readHeader: (offset) => {
      const header = readObjectHeader(read(offset, maxHeaderBytes), 0);
      return { ...header, dataOffset: offset + header.dataOffset };
    },
    inflate: ({ size, dataOffset }) => {
      const bytes = inflateSync(read(dataOffset, deflatedBound(size)), {
        maxOutputLength: Math.max(size, 1),
        // zlib hands out a slice of a chunk: with its 16 KiB, a cached object of 3 KiB would hold all of them.
        chunkSize: Math.max(size + chunkReserve, constants.Z_MIN_CHUNK),
      });
      if (bytes.length !== size) throw new Error("an object in a pack is cut off");
      return bytes;
    },
    inflateStart: ({ dataOffset }) =>
      inflateSync(read(dataOffset, startBytes), {
        finishFlush: constants.Z_SYNC_FLUSH,
        chunkSize: startChunk,
      }),
    close: () => closeSync(file),
  };
}

/** zlib's `deflateBound`, a little rounded up. */
function deflatedBound(size: number): number {
  return size + (size >>> 10) + 64;
}
