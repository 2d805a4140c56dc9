import { Failure } from "@lockstep/model";

/** Reads SSH's binary form (RFC 4251). Failure: `invalid-input` at its end. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Failure("invalid-input", "It ends too early.");
    const read = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return read;
  }

  number(): number {
    return this.bytes(4).readUInt32BE();
  }

  /** A string: its length, then its bytes. */
  string(): Buffer {
    return this.bytes(this.number());
  }

  text(): string {
    return this.string().toString("latin1");
  }

  /** A number of any length that is not negative, without leading zeros. */
  integer(): Buffer {
    const bytes = this.string();
    if ((bytes[0] ?? 0) >= 0x80) throw new Failure("invalid-input", "It holds a negative number.");
    const first = bytes.findIndex((byte) => byte !== 0);
    return first < 0 ? bytes.subarray(0, 0) : bytes.subarray(first);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new Failure("invalid-input", "More follows after its end.");
  }
}

/** A string as {@link WireReader.string} reads it. */
export function wireString(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Bytes of base64 that is written the one right way. Failure: `invalid-input`. */
export function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length > 0 && bytes.toString("base64") === text) return bytes;
  throw new Failure("invalid-input", "It is not base64.");
}
