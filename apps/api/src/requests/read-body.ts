import { Failure } from "@lockstep/model";
import type { HonoRequest } from "hono";

const maxBytes = 1_048_576;

/**
 * The bytes of the body. Failure: `too-large`, before more than the limit is held. Hono's own body limit does not work
 * on @hono/node-server 2.1 for bodies that do not declare their length: it makes a Request of one that is none.
 */
export async function readBody(request: HonoRequest): Promise<Uint8Array> {
  const declared = request.header("Content-Length");
  if (declared === undefined) return readChunks(request.raw.body);
  if (Number(declared) > maxBytes) throw tooLarge();
  return new Uint8Array(await request.arrayBuffer());
}

async function readChunks(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): Failure {
  return new Failure("too-large", `A body has at most ${maxBytes} bytes.`);
}
