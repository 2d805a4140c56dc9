import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What `http` and `notify` steps talk to. Each path has one way of behaving. */
export interface BehaviourServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export async function startBehaviourServer(): Promise<BehaviourServer> {
  const refused = new Map<string, number>();
  const server = createServer((request, response) => void serve(request, response, refused));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  /** How often each idempotency key was refused. */
  readonly refused: Map<string, number>;
}

type Handler = (asked: Asked, response: ServerResponse) => void;

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  refused: Asked["refused"],
): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const url = new URL(request.url ?? "", "http://behaviours");
  const handle = handlers[url.pathname] ?? (() => response.writeHead(404).end());
  handle({ request, url, body, refused }, response);
}

function json(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

const handlers: Readonly<Record<string, Handler>> = {
  "/json": (_asked, response) => json(response, { hello: "world" }),
  "/text": (_asked, response) => response.writeHead(200, { "content-type": "text/plain" }).end("plain"),
  "/nothing": (_asked, response) => response.writeHead(204).end(),
  "/malformed": (_asked, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("{oops"),
  "/echo": ({ request, url, body }, response) =>
    json(response, {
      method: request.method,
      query: url.search,
      body,
      header: request.headers["x-test"] ?? null,
      isKeyed: request.headers["idempotency-key"] !== undefined,
      type: request.headers["content-type"] ?? null,
    }),
  "/authorized": ({ request }, response) =>
    json(response, { ok: true }, request.headers["authorization"] === "Bearer open-sesame" ? 200 : 401),
  "/status": ({ url }, response) =>
    json(response, { code: "AS_ASKED" }, Number(url.searchParams.get("code"))),
  "/flaky": ({ request, url, refused }, response) => {
    const key = String(request.headers["idempotency-key"]);
    const times = (refused.get(key) ?? 0) + 1;
    refused.set(key, times);
    const isRefused = times <= Number(url.searchParams.get("times") ?? 1);
    json(response, { tries: times }, isRefused ? 503 : 200, isRefused ? { "retry-after": "0" } : {});
  },
  "/redirect": (_asked, response) => response.writeHead(302, { location: "/json" }).end(),
  "/circle": (_asked, response) => response.writeHead(302, { location: "/circle" }).end(),
  "/away": (_asked, response) => response.writeHead(302, { location: "http://10.1.2.3/" }).end(),
  "/silence": () => {},
  "/cut": ({ request }) => request.socket.destroy(),
  "/short": ({ request }, response) => {
    response.writeHead(200, { "content-length": "100" }).write("too little", () => request.socket.destroy());
  },
  "/large": (_asked, response) => response.writeHead(200).end(Buffer.alloc(9 * 2 ** 20, "x")),
  "/pages": ({ url }, response) => {
    const page = Number(url.searchParams.get("page") ?? 1);
    json(response, { items: [page * 10, page * 10 + 1], next: page < 3 ? `/pages?page=${page + 1}` : null });
  },
  "/endless": (_asked, response) => json(response, { items: [1], next: "/endless" }),
};
