import type { StreamCommand, StreamMessage } from "./stream-state.ts";

/** A page's end of the stream. */
export interface Stream {
  send(command: StreamCommand): void;
}

/** The browser's one stream of events; a stream of this tab's own where browsers have no shared workers. */
export function openStream(hear: (message: StreamMessage) => void): Stream {
  if (typeof SharedWorker === "undefined") return openLater(hear);
  const worker = new SharedWorker(new URL("./events-worker.ts", import.meta.url), {
    type: "module",
    name: "lockstep-events",
  });
  worker.port.addEventListener("message", ({ data }) => hear(data as StreamMessage));
  worker.port.start();
  return { send: (command) => worker.port.postMessage(command) };
}

/** Commands wait for the code that only few browsers need. */
function openLater(hear: (message: StreamMessage) => void): Stream {
  const stream = import("./open-own-stream.ts").then(({ openOwnStream }) => openOwnStream(hear));
  return { send: (command) => void stream.then(({ send }) => send(command)) };
}
