import { once } from "node:events";
import { type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";

import { createAdaptorServer } from "@hono/node-server";
import { failureKinds, toFailure } from "@lockstep/model";
import { Hono } from "hono";
import { afterEach, describe, expect, test } from "vitest";

import { createBodyIntake, type IntakeLimits } from "./body-intake.ts";

let server: Server | null = null;
/** Bodies in use end when they are let go. */
let letGo = () => {};

afterEach(async () => {
  letGo();
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** A server that answers with the size of what came, or the kind of failure; returns its port. */
async function serve(limits: Partial<IntakeLimits>, use = async () => {}): Promise<number> {
  const intake = createBodyIntake({
    maxBytes: 1_000_000,
    maxHeldBytes: 2_000_000,
    deadlineMs: 30_000,
    ...limits,
  });
  const app = new Hono();
  app.post("/", async (c) =>
    intake.read(c.req, async (body) => {
      await use();
      return c.text(String(body.byteLength));
    }),
  );
  app.onError((thrown, c) => {
    const { kind } = toFailure(thrown);
    return c.text(kind, failureKinds[kind].status as 400);
  });
  const made = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server = made;
  made.listen(0, "127.0.0.1");
  await once(made, "listening");
  return (made.address() as AddressInfo).port;
}

/** Sends a body in pieces, without saying how long it is. */
function chunked(bytes: number, piece = 10_000): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, piece);
      left -= size;
      if (size === 0) controller.close();
      else controller.enqueue(new Uint8Array(size));
    },
  });
}

async function post(
  port: number,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Promise<string> {
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  return (await fetch(`http://127.0.0.1:${port}/`, init)).text();
}

/** Sends the head of a request and the beginning of a body that does not go on; resolves with what is answered. */
async function postHalf(port: number, head: string, beginning: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${head}\r\n\r\n${beginning}`);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, "close");
  return answer;
}

describe("the intake of bodies", () => {
  test.each([0, 1, 65_536, 65_537, 1_000_000])("takes a body of %d bytes, declared or not", async (bytes) => {
    const port = await serve({});
    expect(await post(port, new Uint8Array(bytes))).toBe(String(bytes));
    expect(await post(port, chunked(bytes))).toBe(String(bytes));
  });

  test("refuses what is larger, before it is read when it is declared", async () => {
    const port = await serve({});
    expect(await postHalf(port, "Content-Length: 1000001", "x")).toContain("too-large");
    expect(await post(port, chunked(1_000_001))).toBe("too-large");
  });

  test.each([
    ["small", "Content-Length: 10", "x"],
    ["large", "Content-Length: 100000", "x"],
    ["undeclared", "Transfer-Encoding: chunked", "1\r\nx\r\n"],
  ])("ends the wait for a %s body that does not go on", async (_, head, beginning) => {
    const port = await serve({ deadlineMs: 30 });
    expect(await postHalf(port, head, beginning)).toMatch(/^HTTP\/1.1 408 [^]*request-timeout/);
  });

  test("holds no more than its bound of all bodies together, and takes more when some have ended", async () => {
    const inUse = new Promise<void>((resolve) => (letGo = resolve));
    let using = 0;
    let onUse = () => {};
    const twoInUse = new Promise<void>((resolve) => (onUse = resolve));
    const port = await serve({}, async () => {
      using += 1;
      if (using === 2) onUse();
      await inUse;
    });
    const held = [post(port, new Uint8Array(1_000_000)), post(port, chunked(900_000))];
    await twoInUse;
    expect(await post(port, new Uint8Array(100_001))).toBe("overloaded");
    expect(await post(port, chunked(100_001))).toBe("overloaded");
    letGo();
    expect(await Promise.all(held)).toEqual(["1000000", "900000"]);
    expect(await post(port, new Uint8Array(1_000_000))).toBe("1000000");
  });

  test("what was refused holds nothing", async () => {
    const port = await serve({ maxHeldBytes: 1_000_000 });
    expect(await post(port, chunked(1_000_001))).toBe("too-large");
    expect(await post(port, new Uint8Array(1_000_000))).toBe("1000000");
  });

  test("what did not come in time holds nothing", async () => {
    const port = await serve({ maxHeldBytes: 1_000_000, deadlineMs: 500 });
    const late = await Promise.all([
      postHalf(port, "Content-Length: 900000", "x".repeat(100_000)),
      postHalf(port, "Content-Length: 60000", "x"),
    ]);
    expect(late.map((answer) => answer.includes("request-timeout"))).toEqual([true, true]);
    expect(await post(port, new Uint8Array(1_000_000))).toBe("1000000");
  });

  test("a large body that is only promised holds nothing", async () => {
    const port = await serve({ maxHeldBytes: 1_000_000 });
    const promising = connect(port, "127.0.0.1");
    promising.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n");
    await once(promising, "connect");
    expect(await post(port, new Uint8Array(1_000_000))).toBe("1000000");
    promising.destroy();
  });
});
