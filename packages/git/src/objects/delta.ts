/** Sizes that a delta announces before its instructions. */
export interface DeltaSizes {
  readonly base: number;
  readonly result: number;
  /** Where the instructions start. */
  readonly start: number;
}

/** Reads only the start of a delta; a few bytes of it are enough. */
export function readDeltaSizes(delta: Buffer): DeltaSizes {
  const base = readNumber(delta, 0);
  const result = readNumber(delta, base.next);
  return { base: base.value, result: result.value, start: result.next };
}

/** Builds an object from its base and a delta (gitformat-pack, "Deltified representation"). */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const sizes = readDeltaSizes(delta);
  if (sizes.base !== base.length) throw new Error("a delta does not fit its base");
  const result = Buffer.allocUnsafe(sizes.result);
  let written = 0;
  for (let position = sizes.start; position < delta.length;) {
    const instruction = delta.readUInt8(position++);
    if (instruction & 0x80) {
      const copy = readCopy(delta, position, instruction);
      if (copy.offset + copy.size > base.length) throw new Error("a delta copies beyond its base");
      written += base.copy(result, written, copy.offset, copy.offset + copy.size);
      position = copy.next;
    } else {
      written += delta.copy(result, written, position, position + instruction);
      position += instruction;
    }
  }
  if (written !== result.length) throw new Error("a delta gives another size than announced");
  return result;
}

/** The low seven bits of the instruction say which bytes of offset (four) and size (three) follow. */
function readCopy(delta: Buffer, start: number, instruction: number) {
  let position = start;
  const readBytes = (firstBit: number, count: number) => {
    let value = 0;
    for (let index = 0; index < count; index++) {
      if (instruction & (1 << (firstBit + index))) value += delta.readUInt8(position++) * 256 ** index;
    }
    return value;
  };
  const offset = readBytes(0, 4);
  const size = readBytes(4, 3) || 0x10000;
  return { offset, size, next: position };
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
