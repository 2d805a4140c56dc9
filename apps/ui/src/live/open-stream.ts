import type { Following } from "./follow-events.ts";
import type { StreamCommand, StreamMessage } from "./stream-state.ts";

/** A page's end of the stream. */
export interface Stream {
  send(command: StreamCommand): void;
}

/** The browser's one stream of events; a stream of this tab's own where browsers have no shared workers. */
export function openStream(hear: (message: StreamMessage) => void): Stream {
  if (typeof SharedWorker === "undefined") return openOwnStream(hear);
  const worker = new SharedWorker(new URL("./events-worker.ts", import.meta.url), {
    type: "module",
    name: "lockstep-events",
  });
  worker.port.addEventListener("message", ({ data }) => hear(data as StreamMessage));
  worker.port.start();
  return { send: (command) => worker.port.postMessage(command) };
}

/** Few browsers need it, so its code is fetched only there. */
function openOwnStream(hear: (message: StreamMessage) => void): Stream {
  let following: Following | null = null;
  let isWanted = false;
  const follow = async () => {
    const { followEvents } = await import("./follow-events.ts");
    if (isWanted) following ??= followEvents({ url: "/api/v1/events", tell: hear });
  };
  return {
    send(command) {
      isWanted = command !== "stop";
      if (!isWanted) {
        following?.stop();
        following = null;
      } else if (following === null) {
        void follow();
      } else {
        following.wake();
      }
    },
  };
}
