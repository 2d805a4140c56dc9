/** Keeps the most recently used values, up to a number of bytes. */
export class ByteCache<V extends { readonly content: Uint8Array }> {
  readonly #maxBytes: number;
  readonly #values = new Map<string, V>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  read(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  keep(key: string, value: V): void {
    // A single large value would push out everything else.
    if (this.#values.has(key) || value.content.byteLength > this.#maxBytes / 8) return;
    this.#values.set(key, value);
    this.#bytes += value.content.byteLength;
    for (const [oldKey, old] of this.#values) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#values.delete(oldKey);
      this.#bytes -= old.content.byteLength;
    }
  }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }
}
