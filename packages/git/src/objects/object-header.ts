import type { ObjectId } from "@lockstep/model";

import type { ObjectType } from "./git-object.ts";

/** How an object starts inside a pack (gitformat-pack). */
export interface ObjectHeader {
  /** What it is, or which object it is a difference from. */
  readonly form:
    | { readonly kind: "whole"; readonly type: ObjectType }
    | { readonly kind: "offset-delta"; readonly distance: number }
    | { readonly kind: "reference-delta"; readonly base: ObjectId };
  /** Size of what is deflated: the object, or the delta. Exact up to 2^53. */
  readonly size: number;
  readonly dataOffset: number;
}

/** Longest header: ten bytes of size and the id of a base. */
export const maxHeaderBytes = 30;

const wholeTypes: Readonly<Record<number, ObjectType>> = { 1: "commit", 2: "tree", 3: "blob", 4: "tag" };
const offsetDelta = 6;
const referenceDelta = 7;
const idBytes = 20;

export function readObjectHeader(pack: Buffer, offset: number): ObjectHeader {
  let position = offset;
  let byte = pack.readUInt8(position++);
  const code = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte & 0x80; factor *= 128) {
    byte = pack.readUInt8(position++);
    size += (byte & 0x7f) * factor;
  }
  const type = wholeTypes[code];
  if (type !== undefined) return { form: { kind: "whole", type }, size, dataOffset: position };
  if (code === offsetDelta) {
    const { distance, next } = readDistance(pack, position);
    return { form: { kind: "offset-delta", distance }, size, dataOffset: next };
  }
  if (code !== referenceDelta) throw new Error(`a pack holds an object of unknown type ${code}`);
  const base = pack.toString("hex", position, position + idBytes);
  return { form: { kind: "reference-delta", base }, size, dataOffset: position + idBytes };
}

/** Big-endian groups of seven bits, each but the last counted one up. */
function readDistance(pack: Buffer, start: number): { readonly distance: number; readonly next: number } {
  let position = start;
  let byte = pack.readUInt8(position++);
  let distance = byte & 0x7f;
  while (byte & 0x80) {
    byte = pack.readUInt8(position++);
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  return { distance, next: position };
}

const typeCodes: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

/** The header of a whole object. */
export function encodeObjectHeader(type: ObjectType, size: number): Buffer {
  const bytes: number[] = [(typeCodes[type] << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((bytes.pop() ?? 0) | 0x80, rest & 0x7f);
  }
  return Buffer.from(bytes);
}
