import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import { StepFailure } from "../step-failure.ts";
import { httpLimits } from "./http-client.ts";

const decoders: Readonly<Record<string, (() => NodeJS.ReadWriteStream & { destroy(): void }) | null>> = {
  identity: null,
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A body, decompressed and bounded: fails as `http` when it would be larger than the limit or is cut off. */
export async function readBody(message: Readable, encoding: string): Promise<Uint8Array> {
  const decoder = decoders[encoding.trim().toLowerCase()];
  if (decoder === undefined)
    throw refuse(message, `The response is encoded as ${encoding}; gzip, deflate and br are understood.`);
  const stream = decoder === null ? message : decode(message, decoder());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > httpLimits.bodyBytes)
        throw refuse(message, `The response is larger than ${httpLimits.bodyBytes} bytes.`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof StepFailure) throw cause;
    throw new StepFailure("connectivity", "The response was cut off.", { cause });
  }
  return Buffer.concat(chunks);
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

function refuse(message: Readable, because: string): StepFailure {
  message.destroy();
  return new StepFailure("http", because);
}
