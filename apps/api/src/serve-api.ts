import { once } from "node:events";
import { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { createAdaptorServer, type WebSocketServerLike } from "@hono/node-server";
import { Failure } from "@lockstep/model";
import { WebSocketServer } from "ws";

import type { Api } from "./create-api.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long requests under way may take after the stop. */
  readonly graceMs: number;
}

/** Longest message of a WebSocket client, in bytes. */
const largestMessage = 65_536;

/** A listening API. */
export interface ServedApi {
  readonly host: string;
  readonly port: number;
  /** Accepts nothing new, ends streams, lets requests under way finish within the grace, then cuts them off. */
  stop(): Promise<void>;
}

/** Listens. Failure: `configuration-invalid` when the address cannot be had; the API is closed then. */
export async function serveApi(api: Api, { host, port, graceMs }: ServeOptions): Promise<ServedApi> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  const server = createHttpServer(api, sockets);
  server.listen(port, host);
  await once(server, "listening").catch(async (cause: unknown) => {
    await api.close();
    throw cannotListen(cause, host, port);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop: () => stop({ server, sockets }, api, graceMs),
  };
}

interface Listening {
  readonly server: Server;
  readonly sockets: WebSocketServer;
}

/** Requests and WebSocket handshakes pass the same middleware. */
function createHttpServer(api: Api, sockets: WebSocketServer): Server {
  const server = createAdaptorServer({
    fetch: (request, env) => api.app.fetch(request, env),
    overrideGlobalObjects: false,
    // What the adapter says of a server fits `ws` in everything it does; only the overloads of `send` differ.
    websocket: { server: sockets as unknown as WebSocketServerLike },
  });
  if (server instanceof Server) return server;
  throw new Failure("internal", "The HTTP server is none.");
}

function cannotListen(cause: unknown, host: string, port: number): Failure {
  const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
  const because = isTaken
    ? `port ${port} of ${host} is taken; stop what listens there or set LOCKSTEP_PORT`
    : `${host}:${port} cannot be listened on; set LOCKSTEP_HOST and LOCKSTEP_PORT`;
  return new Failure("configuration-invalid", because, { cause });
}

/** How soon a connection is closed that ended its last request after the stop. */
const sweepMs = 20;

async function stop({ server, sockets }: Listening, api: Api, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // Node closes only what is idle right now; what becomes idle later would stay for its keep-alive time of 5 s.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of sockets.clients) socket.terminate();
  }, graceMs);
  await api.close();
  await closed;
  clearInterval(sweep);
  clearTimeout(cutOff);
}
