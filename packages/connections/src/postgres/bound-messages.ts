import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";

import type pg from "pg";

/** What pg keeps below a client: `message` comes for each message that was decoded. */
interface Connection extends EventEmitter {
  readonly stream: Duplex;
}

export function connectionOf(client: pg.ClientBase): Connection {
  return (client as unknown as { readonly connection: Connection }).connection;
}

/**
 * Watches for a message that is larger than so many bytes while it comes in: pg would hold and decode all of it first,
 * and throws where nobody can catch it when no string is that long. Gives what ends the watch.
 */
export function boundMessages(client: pg.ClientBase, bytes: number, exceed: () => void): () => void {
  const connection = connectionOf(client);
  const { stream } = connection;
  let received = 0;
  const count = (chunk: Uint8Array): void => {
    received += chunk.byteLength;
    if (received > bytes) exceed();
  };
  const restart = (): void => {
    received = 0;
  };
  stream.prependListener("data", count);
  connection.on("message", restart);
  return () => {
    stream.removeListener("data", count);
    connection.removeListener("message", restart);
  };
}
