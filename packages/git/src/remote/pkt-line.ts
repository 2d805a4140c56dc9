import { Failure } from "@lockstep/model";

/** One packet of git's wire format (gitprotocol-common): data, or a mark between sections. */
export type Packet =
  | { readonly kind: "data"; readonly bytes: Buffer }
  | { readonly kind: "flush" | "delimiter" | "end" };

const marks: Readonly<Record<string, Packet>> = {
  "0000": { kind: "flush" },
  "0001": { kind: "delimiter" },
  "0002": { kind: "end" },
};

export const flush = "0000";
export const delimiter = "0001";

/** Writes one line as a packet. */
export function encodeLine(line: string): string {
  return `${(Buffer.byteLength(line) + 5).toString(16).padStart(4, "0")}${line}\n`;
}

/** Cuts a stream of bytes into packets; a stream that ends inside a packet is `repository-unreachable`. */
export async function* readPackets(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Packet> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let position = 0;
    while (rest.length - position >= 4) {
      const size = rest.toString("latin1", position, position + 4);
      const length = packetLength(size);
      if (rest.length - position < length) break;
      yield marks[size] ?? { kind: "data", bytes: rest.subarray(position + 4, position + length) };
      position += length;
    }
    rest = rest.subarray(position);
  }
  if (rest.length > 0) throw brokenAnswer();
}

function packetLength(size: string): number {
  if (size in marks) return 4;
  if (!/^[0-9a-f]{4}$/i.test(size)) throw brokenAnswer();
  const length = Number.parseInt(size, 16);
  if (length < 4) throw brokenAnswer();
  return length;
}

/** What is thrown when an answer stops in the middle or is not git's. */
export function brokenAnswer(): Failure {
  return new Failure("repository-unreachable", "The git server's answer broke off or is not git's protocol.");
}
