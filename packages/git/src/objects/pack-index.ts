/** Where objects lie inside one pack (gitformat-pack, index version 2), searched without unpacking the index. */
export interface PackIndex {
  readonly count: number;
  /** Offset inside the pack; `null` when the pack does not hold the object. */
  offsetOf(id: string): number | null;
  ids(): readonly string[];
}

const fanoutStart = 8;
const idsStart = fanoutStart + 256 * 4;
const idBytes = 20;
const checksumBytes = 4;

export function parsePackIndex(file: Buffer): PackIndex {
  if (file.length < idsStart || file.toString("hex", 0, 8) !== "ff744f6300000002") {
    throw new Error("not a pack index of version 2");
  }
  const fanout = (byte: number) => (byte < 0 ? 0 : file.readUInt32BE(fanoutStart + byte * 4));
  const count = fanout(255);
  const idStart = (position: number) => idsStart + position * idBytes;
  const offsetsStart = idStart(count) + count * checksumBytes;
  return {
    count,
    ids: () => Array.from({ length: count }, (_, at) => file.toString("hex", idStart(at), idStart(at + 1))),
    offsetOf: (id) => {
      const wanted = Buffer.from(id, "hex");
      const first = wanted[0] ?? 0;
      let low = fanout(first - 1);
      let high = fanout(first);
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = wanted.compare(file, idStart(middle), idStart(middle + 1));
        if (order === 0) return readOffset(file, offsetsStart, { middle, count });
        if (order < 0) high = middle;
        else low = middle + 1;
      }
      return null;
    },
  };
}

function readOffset(
  file: Buffer,
  start: number,
  { middle, count }: { readonly middle: number; readonly count: number },
): number {
  const offset = file.readUInt32BE(start + middle * 4);
  // The highest bit points into a table of 64-bit offsets, for packs over 2 GiB.
  if (offset < 0x80000000) return offset;
  return Number(file.readBigUInt64BE(start + count * 4 + (offset - 0x80000000) * 8));
}
