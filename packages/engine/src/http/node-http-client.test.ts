import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip, gzipSync } from "node:zlib";

import { afterEach, describe, expect, test } from "vitest";

import { httpLimits, type HttpRequest } from "./http-client.ts";
import { createNodeHttpClient } from "./node-http-client.ts";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const loopback = { default: "deny", allow: ["127.0.0.1"] } as const;

function requestTo(url: string, given: Partial<HttpRequest> = {}): HttpRequest {
  const { signal } = new AbortController();
  return { method: "GET", url: new URL(url), headers: {}, body: null, egress: loopback, signal, ...given };
}

describe("the HTTP client", () => {
  test("sends method, headers and body and gives what came back", async () => {
    const port = await serve((request, response) => {
      request.setEncoding("utf8").on("data", (body: string) => {
        response
          .writeHead(201, { "x-two": ["a", "b"] })
          .end(`${request.method} ${String(request.headers["x-one"])} ${body}`);
      });
    });
    const request = requestTo(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { "x-one": "1" },
      body: "grüße",
    });
    const response = await createNodeHttpClient().send(request);
    expect(response).toMatchObject({ status: 201, headers: { "x-two": "a, b" } });
    expect(Buffer.from(response.body).toString()).toBe("POST 1 grüße");
  });

  test("connects to the address that was checked and asks for the name once", async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const asked: string[] = [];
    const client = createNodeHttpClient({
      resolve: async (host) => {
        asked.push(host);
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    const response = await client.send(requestTo(`http://crm.example:${port}/`));
    expect(Buffer.from(response.body).toString()).toBe(`crm.example:${port}`);
    expect(asked).toEqual(["crm.example"]);
  });

  test.each([
    "http://127.0.0.1:9/",
    "http://2130706433:9/",
    "http://0x7f.1:9/",
    "http://[::1]:9/",
    "http://[::ffff:127.0.0.1]:9/",
  ])("refuses %s where the policy does not name it", async (url) => {
    const egress = { default: "allow", allow: [] } as const;
    await expect(createNodeHttpClient().send(requestTo(url, { egress }))).rejects.toMatchObject({
      type: "security",
    });
  });

  test("refuses a public name that resolves to a private address", async () => {
    const client = createNodeHttpClient({ resolve: async () => [{ address: "169.254.169.254", family: 4 }] });
    const egress = { default: "allow", allow: [] } as const;
    await expect(client.send(requestTo("http://rebind.example/", { egress }))).rejects.toMatchObject({
      type: "security",
    });
  });

  test("unpacks compressed bodies, and stops at the limit whatever the packed size", async () => {
    const port = await serve((request, response) => {
      const text = request.url === "/bomb" ? Buffer.alloc(httpLimits.bodyBytes + 1) : Buffer.from("small");
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(text));
    });
    const small = await createNodeHttpClient().send(requestTo(`http://127.0.0.1:${port}/`));
    expect(Buffer.from(small.body).toString()).toBe("small");
    const bomb = createNodeHttpClient().send(requestTo(`http://127.0.0.1:${port}/bomb`));
    await expect(bomb).rejects.toMatchObject({ type: "http" });
  });

  test("accepts an answer to HEAD that speaks of a compressed body", async () => {
    const port = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end());
    const response = await createNodeHttpClient().send(
      requestTo(`http://127.0.0.1:${port}/`, { method: "HEAD" }),
    );
    expect([response.status, response.body.byteLength]).toEqual([200, 0]);
  });

  test.each([
    ["headers beyond the limit", { "x-large": "a".repeat(httpLimits.headerBytes) }, ""],
    ["an encoding nobody knows", { "content-encoding": "magic" }, "x"],
    ["a gzip body that is none", { "content-encoding": "gzip" }, "not gzip"],
    ["a body that is cut off", { "content-length": "100" }, "short"],
  ])("fails for %s", async (_, headers, body) => {
    const port = await serve((_, response) => {
      response.writeHead(200, headers);
      response.write(body);
      setImmediate(() => response.destroy());
    });
    await expect(createNodeHttpClient().send(requestTo(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
      type: expect.stringMatching(/^(http|connectivity)$/),
    });
  });

  test("names host and reason when nothing listens or nothing resolves", async () => {
    const client = createNodeHttpClient();
    await expect(client.send(requestTo("http://127.0.0.1:1/"))).rejects.toMatchObject({
      type: "connectivity",
      message: "127.0.0.1:1 could not be reached (ECONNREFUSED).",
    });
    const lost = createNodeHttpClient({ resolve: () => Promise.reject(new Error("ENOTFOUND")) });
    await expect(lost.send(requestTo("http://nowhere.example/"))).rejects.toMatchObject({
      type: "connectivity",
    });
  });

  test("lets go when it is aborted", async () => {
    const controller = new AbortController();
    const port = await serve((_, response) => {
      response.write("begin");
      controller.abort();
    });
    const sent = createNodeHttpClient().send(
      requestTo(`http://127.0.0.1:${port}/`, { signal: controller.signal }),
    );
    await expect(sent).rejects.toMatchObject({ type: "connectivity" });
  });
});

describe("a body that is read while it comes in", () => {
  test("is there as soon as it is sent, decompressed", async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.write("first");
      gzip.flush();
    });
    const { status, body } = await createNodeHttpClient().stream(requestTo(`http://127.0.0.1:${port}/`));
    const pieces = body[Symbol.asyncIterator]();
    const first = await pieces.next();
    expect([status, Buffer.from(first.value ?? []).toString()]).toEqual([200, "first"]);
    await pieces.return?.();
  });

  test("closes its connection when its reader leaves", async () => {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const port = await serve((_request, response) => {
      response.on("close", close).write("endless");
    });
    const { body } = await createNodeHttpClient().stream(requestTo(`http://127.0.0.1:${port}/`));
    for await (const _piece of body) break;
    await closed;
  });

  test("that is cut off says so", async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
    });
    const { body } = await createNodeHttpClient().stream(requestTo(`http://127.0.0.1:${port}/`));
    const read = async (): Promise<void> => {
      for await (const _piece of body);
    };
    await expect(read()).rejects.toMatchObject({
      type: "connectivity",
      message: "The response was cut off.",
    });
  });

  test("may only come from where egress allows", async () => {
    const port = await serve((_request, response) => response.end());
    const egress = { default: "allow", allow: [] } as const;
    const request = requestTo(`http://127.0.0.1:${port}/`, { egress });
    await expect(createNodeHttpClient().stream(request)).rejects.toMatchObject({ type: "security" });
  });
});
