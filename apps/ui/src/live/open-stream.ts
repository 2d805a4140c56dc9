import type { StreamCommand, StreamMessage } from "./stream-state.ts";

/** A page's end of the stream. */
export interface Stream {
  send(command: StreamCommand): void;
}

const pauseMs = 2_000;

/** The browser's one stream of events; a stream of this tab's own where browsers have no shared workers. */
export function openStream(hear: (message: StreamMessage) => void): Stream {
  if (typeof SharedWorker === "undefined") return openLater(hear);
  let isWanted = false;
  let worker = start();

  function start(): SharedWorker {
    const made = new SharedWorker(new URL("./events-worker.ts", import.meta.url), {
      type: "module",
      name: "lockstep-events",
    });
    made.port.addEventListener("message", ({ data }) => hear(data as StreamMessage));
    made.port.start();
    // Its code could not be fetched: the server went away in between.
    made.addEventListener("error", () => setTimeout(startAgain, pauseMs));
    return made;
  }
  function startAgain() {
    worker = start();
    if (isWanted) worker.port.postMessage("follow" satisfies StreamCommand);
  }
  return {
    send(command) {
      isWanted = command !== "stop";
      worker.port.postMessage(command);
    },
  };
}

/** Commands wait for the code that only few browsers need. */
function openLater(hear: (message: StreamMessage) => void): Stream {
  const stream = import("./open-own-stream.ts").then(({ openOwnStream }) => openOwnStream(hear));
  return { send: (command) => void stream.then(({ send }) => send(command)) };
}
