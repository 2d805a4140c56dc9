import { type Following, followEvents } from "./follow-events.ts";
import type { Stream } from "./open-stream.ts";
import type { StreamMessage } from "./stream-state.ts";

/** A stream of this tab's own, for browsers that have no shared workers. */
export function openOwnStream(hear: (message: StreamMessage) => void): Stream {
  let following: Following | null = null;
  return {
    send(command) {
      if (command === "stop") {
        following?.stop();
        following = null;
      } else if (following === null) {
        following = followEvents({ url: "/api/v1/events", tell: hear });
      } else {
        following.wake();
      }
    },
  };
}
