/** How an object starts inside a pack (gitformat-pack). */
export interface ObjectHeader {
  readonly type: number;
  /** Size of what is deflated: the object, or the delta. */
  readonly size: number;
  readonly dataOffset: number;
}

/** Types of objects that are stored as a difference from another one. */
export const offsetDelta = 6;
export const referenceDelta = 7;

const idBytes = 20;

/** Reads type, size and where the deflated data starts. Sizes stay exact up to 2^53. */
export function readObjectHeader(pack: Buffer, offset: number): ObjectHeader {
  let position = offset;
  let byte = pack.readUInt8(position++);
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte & 0x80; factor *= 128) {
    byte = pack.readUInt8(position++);
    size += (byte & 0x7f) * factor;
  }
  if (type === referenceDelta) position += idBytes;
  if (type === offsetDelta) {
    while (pack.readUInt8(position++) & 0x80);
  }
  return { type, size, dataOffset: position };
}

/** The size that a delta produces: the second number at its start. */
export function readDeltaResultSize(delta: Buffer): number {
  const base = readNumber(delta, 0);
  return readNumber(delta, base.next).value;
}

function readNumber(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let position = start;
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes.readUInt8(position++);
    value += (byte & 0x7f) * factor;
    if ((byte & 0x80) === 0) return { value, next: position };
  }
}
