import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** The line between browsers and a server: it can be cut and can fall silent, and it knows what went over it. */
export interface Line {
  readonly url: string;
  /** Requests so far, such as `GET /api/v1/runs?limit=100`, in order. */
  requests(): readonly string[];
  /** Streams of events that are open now. */
  openStreams(): number;
  /** Ends every connection and takes no new ones, as a pulled cable does. */
  cut(): void;
  /** Carries nothing more over the streams that are open, and ends none, as a machine finds them that has slept. */
  silenceStreams(): void;
  /** Keeps requests for streams back until it is mended. */
  holdStreams(): void;
  /** Takes new connections again and carries what it kept back. */
  mend(): void;
  close(): Promise<void>;
}

interface Connection {
  readonly browser: Socket;
  readonly server: Socket;
  isSilent: boolean;
  isStream: boolean;
  readonly held: Buffer[];
}

/** Lays a line to a server of this machine. */
export async function layLine(serverUrl: string): Promise<Line> {
  const { port } = new URL(serverUrl);
  const connections = new Set<Connection>();
  const requests: string[] = [];
  let isCut = false;
  let isHolding = false;

  const listener = createServer((browser) => {
    if (isCut) {
      browser.destroy();
      return;
    }
    const server = connect(Number(port), "127.0.0.1");
    const connection: Connection = { browser, server, isSilent: false, isStream: false, held: [] };
    connections.add(connection);
    browser.on("data", (chunk: Buffer) => {
      const [, request] = /^([A-Z]+ \/\S*) HTTP\/1\.1\r\n/.exec(chunk.toString("latin1")) ?? [];
      if (request !== undefined) {
        requests.push(request);
        connection.isStream = request.startsWith("GET /api/v1/events");
      }
      if (isHolding && connection.isStream) connection.held.push(chunk);
      else if (!connection.isSilent) server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => void (connection.isSilent || browser.write(chunk)));
    const end = () => {
      connections.delete(connection);
      browser.destroy();
      server.destroy();
    };
    for (const socket of [browser, server]) socket.on("error", end).on("close", end);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const cutAll = () => {
    for (const { browser } of connections) browser.destroy();
  };
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    requests: () => requests,
    openStreams: () => [...connections].filter(({ isStream }) => isStream).length,
    cut() {
      isCut = true;
      cutAll();
    },
    silenceStreams() {
      for (const connection of connections) connection.isSilent = connection.isStream;
    },
    holdStreams() {
      isHolding = true;
    },
    mend() {
      [isCut, isHolding] = [false, false];
      for (const { server, held } of connections) for (const chunk of held.splice(0)) server.write(chunk);
    },
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve));
      cutAll();
      await closed;
    },
  };
}
