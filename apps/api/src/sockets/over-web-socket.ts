import type { WebSocket } from "ws";

import type { ClientSocket } from "./client-socket.ts";

/** The library's WebSocket as sessions use it. Sending to one that is closed does nothing. */
export function overWebSocket(socket: WebSocket): ClientSocket {
  return {
    send: (text) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) resolve();
        // An error is followed by the end of the connection, which ends the session.
        else socket.send(text, () => resolve());
      }),
    ping: () => {
      if (socket.readyState === socket.OPEN) socket.ping();
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
