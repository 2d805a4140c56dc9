import type { StepStreams, StreamPiece } from "@lockstep/model";

import { createLocalStreams } from "./create-local-streams.ts";
import { type PostgresEar, startPostgresEar } from "./postgres-ear.ts";

export interface PostgresStreams extends StepStreams {
  close(): Promise<void>;
}

export interface PostgresStreamsOptions {
  readonly url: string;
  /** Tells this process's own pieces from others'. */
  readonly sender: string;
  /** Sends NOTIFY; may fail. */
  readonly send: (channel: string, payload: string) => Promise<unknown>;
}

const channel = "lockstep_stream";

/** PostgreSQL wants payloads shorter than 8000 bytes (its documentation of NOTIFY). */
const longestPayload = 7_900;

/** Pieces that wait while a NOTIFY is under way; the oldest are dropped for newer ones. */
const mostWaiting = 512;

/**
 * Streams between processes by NOTIFY. Listeners in this process hear at once. One NOTIFY is under way at a time and
 * carries what came meanwhile, so that many streams cost few transactions.
 */
export function createPostgresStreams({ url, sender, send }: PostgresStreamsOptions): PostgresStreams {
  const local = createLocalStreams();
  let waiting: StreamPiece[] = [];
  let isSending = false;
  let ear: PostgresEar | null = null;

  async function tellOthers(): Promise<void> {
    if (isSending) return;
    isSending = true;
    while (waiting.length > 0) {
      const { payload, count } = pack(sender, waiting);
      waiting = waiting.slice(count);
      // Nobody relies on a piece: the whole answer is the step's output.
      if (payload !== null) await send(channel, payload).catch(() => {});
    }
    isSending = false;
  }

  return {
    publish(piece) {
      local.publish(piece);
      waiting = [...waiting, piece].slice(-mostWaiting);
      void tellOthers();
    },
    listen(listener) {
      ear ??= startPostgresEar(url, [channel], (_channel, payload) => {
        for (const piece of unpack(sender, payload)) local.publish(piece);
      });
      return local.listen(listener);
    },
    close: async () => {
      waiting = [];
      await ear?.close();
    },
  };
}

interface Payload {
  readonly sender: string;
  readonly pieces: readonly StreamPiece[];
}

/** As many of the first pieces as one payload holds; one that fits none alone is passed over. */
function pack(sender: string, pieces: readonly StreamPiece[]): { payload: string | null; count: number } {
  let payload: string | null = null;
  for (let count = 1; count <= pieces.length; count += 1) {
    const next = JSON.stringify({ sender, pieces: pieces.slice(0, count) } satisfies Payload);
    if (Buffer.byteLength(next) > longestPayload) return { payload, count: Math.max(1, count - 1) };
    payload = next;
  }
  return { payload, count: pieces.length };
}

/** What another process said; nothing for our own words, and for what is none, as the word that follows a reconnection. */
function unpack(sender: string, payload: string): readonly StreamPiece[] {
  const said = parsed(payload);
  return said === null || said.sender === sender || !Array.isArray(said.pieces) ? [] : said.pieces;
}

/** Anybody with access to the database can send anything; it must not end this process. */
function parsed(payload: string): Payload | null {
  try {
    return JSON.parse(payload) as Payload | null;
  } catch {
    return null;
  }
}
