import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import { StepFailure } from "../step-failure.ts";

const decoders: Readonly<Record<string, (() => NodeJS.ReadWriteStream & { destroy(): void }) | null>> = {
  identity: null,
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A body piece by piece, decompressed: fails as `http` beyond the limit, as `connectivity` when it is cut off. */
export async function* openBody(
  message: Readable,
  { encoding, limit }: { readonly encoding: string; readonly limit: number },
): AsyncGenerator<Uint8Array, void> {
  const stream = decodedBy(encoding, message);
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw new StepFailure("http", `The response is larger than ${limit} bytes.`);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof StepFailure) throw cause;
    throw new StepFailure("connectivity", "The response was cut off.", { cause });
  } finally {
    message.destroy();
  }
}

/** All of a body. */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function decodedBy(encoding: string, message: Readable): NodeJS.ReadableStream {
  const decoder = decoders[encoding.trim().toLowerCase()];
  if (decoder === null) return message;
  if (decoder !== undefined) return decode(message, decoder());
  message.destroy();
  throw new StepFailure(
    "http",
    `The response is encoded as ${encoding}; gzip, deflate and br are understood.`,
  );
}

function decode<Decoder extends NodeJS.ReadWriteStream & { destroy(error?: Error): void }>(
  message: Readable,
  decoder: Decoder,
): Decoder {
  message.on("error", (error) => {
    decoder.destroy(error);
  });
  message.pipe(decoder);
  return decoder;
}
