import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import { Failure } from "@lockstep/model";

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

/** Listens. Failure: `configuration-invalid` when the address cannot be had; the API is closed then. */
export async function serveApi(api: Api, { host, port, graceMs }: ServeOptions): Promise<ServedApi> {
  const listener = getRequestListener((request) => api.fetch(request), { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(port, host);
  await once(server, "listening").catch(async (cause: unknown) => {
    await api.close();
    throw cannotListen(cause, host, port);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop: () => stop(server, api, graceMs),
  };
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
