import { Failure } from "@lockstep/model";
import type { HonoRequest } from "hono";

export interface IntakeLimits {
  /** Largest body. */
  readonly maxBytes: number;
  /** What all bodies under way may hold together. */
  readonly maxHeldBytes: number;
  /** How long one body may take to come in. */
  readonly deadlineMs: number;
}

/** Reads bodies of senders that nobody knows yet, with bounds on what they can hold. */
export interface BodyIntake {
  /**
   * Reads a body and gives it to `use`, until whose end its room is held. Failures: `too-large`, `request-timeout`,
   * `overloaded` where others hold all the room, `cancelled` when the sender goes away.
   */
  read<Result>(request: HonoRequest, use: (body: Uint8Array) => Promise<Result>): Promise<Result>;
}

/** A body of which room is held from the start; of a larger one, only for what has come: a promise costs nothing. */
const smallBytes = 65_536;

/** Bounds hold for all bodies that one intake reads. */
export function createBodyIntake({ maxBytes, maxHeldBytes, deadlineMs }: IntakeLimits): BodyIntake {
  let held = 0;
  return {
    async read(request, use) {
      let own = 0;
      const hold = (bytes: number) => {
        if (own + bytes > maxBytes) throw tooLarge(maxBytes);
        if (held + bytes > maxHeldBytes) throw overloaded();
        own += bytes;
        held += bytes;
      };
      try {
        return await use(await readBody(request, hold));
      } finally {
        held -= own;
      }
    },
  };

  async function readBody(request: HonoRequest, hold: (bytes: number) => void): Promise<Uint8Array> {
    const declared = Number(request.header("Content-Length") ?? Number.NaN);
    if (declared > maxBytes) throw tooLarge(maxBytes);
    if (declared <= smallBytes) {
      hold(declared);
      // Much faster than a stream with @hono/node-server, and nearly every body is small.
      return inTime(
        request.arrayBuffer().then((buffer) => new Uint8Array(buffer)),
        () => {},
      );
    }
    const reader = request.raw.body?.getReader();
    if (reader === undefined) return new Uint8Array();
    return inTime(readChunks(reader, hold), () => void reader.cancel().catch(() => {}));
  }

  /** Fails as `request-timeout` and calls `giveUp` when the body does not come in time. */
  async function inTime<Result>(reading: Promise<Result>, giveUp: () => void): Promise<Result> {
    let timeout: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timeout = setTimeout(() => {
        reject(new Failure("request-timeout", `A body has to come within ${deadlineMs / 1_000} seconds.`));
        giveUp();
      }, deadlineMs);
    });
    try {
      return await Promise.race([reading, late]);
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      throw new Failure("cancelled", "The sender went away before the body was complete.", { cause: thrown });
    } finally {
      clearTimeout(timeout);
    }
  }
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  hold: (bytes: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    hold(value.byteLength);
    chunks.push(value);
  }
}

function tooLarge(maxBytes: number): Failure {
  return new Failure("too-large", `A body has at most ${maxBytes} bytes.`);
}

function overloaded(): Failure {
  return new Failure("overloaded", "Too many large bodies are coming in at once; send it again.", {
    retryAfterMs: 5_000,
  });
}
