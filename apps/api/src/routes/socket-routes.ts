import { upgradeWebSocket } from "@hono/node-server";
import { Failure } from "@lockstep/model";
import { type Context, Hono } from "hono";
import type { WebSocket } from "ws";

import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { overWebSocket } from "../sockets/over-web-socket.ts";
import { SocketSession } from "../sockets/socket-session.ts";

/** How long a client may take to send its token. */
const helloMs = 5_000;

/**
 * `/ws`: what `/events` and `/runs/{id}/events` tell, except pieces of answers, and answers to approvals, on one
 * connection. The first message carries the token.
 */
export function socketRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().get("/ws", socketOperation, upgradeWebSocket(openSession), () => {
    throw new Failure("invalid-input", "Open a WebSocket here; docs/spec/websocket.md says how it speaks.");
  });

  function openSession(c: Context) {
    const requestId = c.get("requestId");
    let session: SocketSession | null = null;
    return {
      onOpen(_: Event, { raw }: { readonly raw?: unknown }) {
        const socket = raw as WebSocket;
        const opened = new SocketSession(deps, overWebSocket(socket), { helloMs, requestId });
        socket.on("pong", () => opened.pong());
        session = opened;
      },
      onMessage({ data }: MessageEvent) {
        session?.receive(typeof data === "string" ? data : "");
      },
      onClose() {
        session?.close();
      },
    };
  }
}

const socketOperation = operation({
  tag: "Events",
  summary: "Follow what happens, on a WebSocket",
  description:
    "Send `hello` with the token within 5 s, then `subscribe`, `unsubscribe`, `approval.answer` and `ping`. docs/spec/websocket.md describes every message.",
  role: null,
  responses: { 101: { description: "The connection is a WebSocket." } },
});
