import { once } from "node:events";

import { WebSocket } from "ws";

import type { StreamEvent } from "../streams/stream-event.ts";

interface Heard {
  readonly type: string;
  readonly subscription?: string;
  readonly event?: StreamEvent;
  readonly code?: string;
}

/** A WebSocket client of the API. */
export interface TestSocket {
  say(message: object): void;
  sayText(text: string): void;
  /** The next message. Rejects when the connection is closed before one comes. */
  next(): Promise<Heard>;
  /** The code with which the connection is closed. */
  readonly closed: Promise<number>;
  terminate(): void;
}

export async function connect(port: number): Promise<TestSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`);
  const heard: Heard[] = [];
  let wake: () => void = () => undefined;
  let isClosed = false;
  const closed = new Promise<number>((resolve) => {
    socket.on("close", (code) => {
      isClosed = true;
      resolve(code);
      wake();
    });
  });
  socket.on("message", (data: Buffer) => {
    heard.push(JSON.parse(data.toString()) as Heard);
    wake();
  });
  await once(socket, "open");
  return {
    closed,
    say: (message) => socket.send(JSON.stringify(message)),
    sayText: (text) => socket.send(text),
    terminate: () => socket.terminate(),
    async next() {
      for (;;) {
        const first = heard.shift();
        if (first !== undefined) return first;
        if (isClosed) throw new Error("the connection is closed");
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
