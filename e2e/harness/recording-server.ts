import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One request as a service saw it. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  /** The JSON that came; `null` without a body. */
  readonly body: any;
}

export interface ServiceAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** A JSON service on loopback that remembers what it was asked. */
export interface RecordingServer {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  stop(): Promise<void>;
}

export async function startRecordingServer(
  answer: (request: RecordedRequest) => ServiceAnswer,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(incoming);
    requests.push(request);
    const { status = 200, body } = answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const server = createServer((incoming, response) => void respond(incoming, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function record(incoming: IncomingMessage): Promise<RecordedRequest> {
  const { method = "", headers } = incoming;
  const { pathname: path, searchParams } = new URL(incoming.url ?? "", "http://service");
  const sent = await text(incoming);
  const query = Object.fromEntries(searchParams);
  return { method, path, query, headers, body: sent === "" ? null : JSON.parse(sent) };
}
