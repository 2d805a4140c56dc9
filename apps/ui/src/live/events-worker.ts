import { type Following, followEvents } from "./follow-events.ts";
import type { StreamCommand, StreamMessage } from "./stream-state.ts";

/** One stream for every tab of a browser: each tab is a port of this worker. */
const ports = new Set<MessagePort>();
let following: Following | null = null;

function tellAll(message: StreamMessage): void {
  for (const port of ports) port.postMessage(message);
}

function obey(port: MessagePort, command: StreamCommand): void {
  if (command === "stop") {
    ports.delete(port);
    return;
  }
  if (following === null) {
    following = followEvents({ url: "/api/v1/events", tell: tellAll });
  } else {
    following.wake();
  }
  port.postMessage({ type: "state", state: following.state() } satisfies StreamMessage);
}

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  ports.add(port);
  port.addEventListener("message", ({ data }) => {
    if (data !== "stop") ports.add(port);
    obey(port, data as StreamCommand);
    if (ports.size > 0 || following === null) return;
    following.stop();
    following = null;
  });
  port.start();
});
