import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";

import type { Api } from "./create-api.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long requests under way may take after the stop. */
  readonly graceMs: number;
}

/** A listening API. */
export interface ServedApi {
  readonly host: string;
  readonly port: number;
  /** Accepts nothing new, ends streams, lets requests under way finish within the grace, then cuts them off. */
  stop(): Promise<void>;
}

/** Listens. Fails with the socket's own error, such as `EADDRINUSE`. */
export async function serveApi(api: Api, { host, port, graceMs }: ServeOptions): Promise<ServedApi> {
  const listener = getRequestListener((request) => api.fetch(request), { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(port, host);
  await once(server, "listening");
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop: () => stop(server, api, graceMs),
  };
}

/** How soon a connection is closed that ended its last request after the stop. */
const sweepMs = 20;

async function stop(server: Server, api: Api, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // Node closes only what is idle right now; what becomes idle later would stay for its keep-alive time of 5 s.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await api.close();
  await closed;
  clearInterval(sweep);
  clearTimeout(cutOff);
}
