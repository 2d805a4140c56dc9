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

export function openPackFile(path: string): PackFile {
  const index = parsePackIndex(readFileSync(path.replace(/pack$/, "idx")));
  const file = openSync(path, "r");
  const read = (offset: number, length: number) => {
    const bytes = Buffer.allocUnsafe(length);
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
      });
      if (bytes.length !== size) throw new Error("an object in a pack is cut off");
      return bytes;
    },
    inflateStart: ({ dataOffset }) =>
      inflateSync(read(dataOffset, startBytes), { finishFlush: constants.Z_SYNC_FLUSH }),
    close: () => closeSync(file),
  };
}

/** zlib's `deflateBound`, a little rounded up. */
function deflatedBound(size: number): number {
  return size + (size >>> 10) + 64;
}
