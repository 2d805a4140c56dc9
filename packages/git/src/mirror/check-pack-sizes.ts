import { inflateSync } from "node:zlib";

import { Failure } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import { readObjectHeader } from "../objects/object-header.ts";

const headerBytes = 12;
const trailerBytes = 20;

/**
 * Refuses a pack that holds an object too large to index in memory. isomorphic-git inflates whatever a pack declares:
 * one megabyte of deflated zeros would take a gigabyte.
 */
export function checkPackSizes(pack: Buffer): void {
  const end = pack.length - trailerBytes;
  for (let position = headerBytes, left = pack.readUInt32BE(8); left > 0 && position < end; left--) {
    const header = readObjectHeader(pack, position);
    if (header.size > bounds.objectInMemory) {
      throw new Failure(
        "limit-exceeded",
        `The repository holds an object of ${header.size} bytes; without native git the limit is ${bounds.objectInMemory}. ` +
          "Install git 2.30 or newer beside Lockstep.",
      );
    }
    position = header.dataOffset + deflatedLength(pack.subarray(header.dataOffset, end), header.size);
  }
}

function deflatedLength(data: Buffer, size: number): number {
  // With `info` the engine tells how much input it used (undocumented in @types/node's overloads).
  const result: unknown = inflateSync(data, { info: true, maxOutputLength: Math.max(size, 1) });
  if (typeof result === "object" && result !== null && "engine" in result) {
    const { engine } = result;
    if (typeof engine === "object" && engine !== null && "bytesWritten" in engine) {
      return Number(engine.bytesWritten);
    }
  }
  throw new Error("zlib did not tell how much it read");
}
