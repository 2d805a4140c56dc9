import { createServer, request, type Server } from "node:http";
import { type AddressInfo } from "node:net";

/** What lies between a browser and the server: it can be cut and mended, and it counts. */
export interface LooseWire {
  readonly url: string;
  /** Requests that went through so far. */
  readonly requests: () => number;
  /** Streams of events that are open now. */
  readonly streams: () => number;
  /** Ends every connection and takes no new one. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Leads to another server of this machine. */
export async function startLooseWire(target: string): Promise<LooseWire> {
  const { hostname, port } = new URL(target);
  let isCut = false;
  let requests = 0;
  const streams = new Set<object>();
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = "", headers } = incoming;
    requests += 1;
    if (path.startsWith("/api/v1/events")) streams.add(outgoing);
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // An answer that breaks off breaks off here, too.
      answer.once("close", () => answer.complete || outgoing.destroy());
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => {
      streams.delete(outgoing);
      onward.destroy();
    });
    incoming.pipe(onward);
  });
  server.on("connection", (socket) => {
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    streams: () => streams.size,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend() {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
