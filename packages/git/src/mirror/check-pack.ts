import { inflateSync } from "node:zlib";

import { Failure } from "@lockstep/model";

import type { PackLimits } from "../bounds.ts";
import { readObjectHeader } from "../objects/object-header.ts";

const headerBytes = 12;
const trailerBytes = 20;

/** Refuses a pack by the number of objects its header announces, before it is downloaded. */
export function checkPackHeader(start: Buffer, limits: PackLimits): void {
  if (start.length < headerBytes || start.toString("latin1", 0, 4) !== "PACK") return;
  const objects = start.readUInt32BE(8);
  if (objects > limits.objects) throw tooLarge(`${objects} objects`, limits.objects);
}

/**
 * Refuses a pack that holds an object too large to index in memory. isomorphic-git inflates whatever a pack declares:
 * one megabyte of deflated zeros would take a gigabyte.
 */
export function checkObjectSizes(pack: Buffer, limits: PackLimits): void {
  const end = pack.length - trailerBytes;
  for (let position = headerBytes, left = pack.readUInt32BE(8); left > 0 && position < end; left--) {
    const header = readObjectHeader(pack, position);
    if (header.size > limits.objectBytes)
      throw tooLarge(`an object of ${header.size} bytes`, limits.objectBytes);
    position = header.dataOffset + deflatedLength(pack.subarray(header.dataOffset, end), header.size);
  }
}

function deflatedLength(data: Buffer, size: number): number {
  // With `info`, zlib also gives the engine, which knows how much input it used.
  const result: unknown = inflateSync(data, { info: true, maxOutputLength: Math.max(size, 1) });
  if (typeof result === "object" && result !== null && "engine" in result) {
    const { engine } = result;
    if (typeof engine === "object" && engine !== null && "bytesWritten" in engine) {
      return Number(engine.bytesWritten);
    }
  }
  throw new Error("zlib did not tell how much it read");
}

export function tooLarge(what: string, limit: number): Failure {
  return new Failure(
    "limit-exceeded",
    `The repository sends ${what}; without native git the limit is ${limit}. Install git 2.30 or newer beside Lockstep.`,
  );
}
