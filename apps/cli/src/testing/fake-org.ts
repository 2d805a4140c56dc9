import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { onTestFinished } from "vitest";

/** A request as the fake org got it. */
interface SeenRequest {
  readonly method: string;
  /** Path with query, below `/api/v1`. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly lastEventId: string | undefined;
  readonly body: unknown;
}

interface CannedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  /** Instead of a body: sent as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by `METHOD /path` without the query; several answers are given one after the other, the last one for ever. */
export type CannedAnswers = Readonly<Record<string, CannedAnswer | readonly CannedAnswer[]>>;

export interface FakeOrg {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Variables that make commands speak to it. */
  readonly env: Readonly<Record<string, string>>;
}

/** A real HTTP server for one test that answers as told and refuses everything else as the API does. */
export async function startFakeOrg(answers: CannedAnswers): Promise<FakeOrg> {
  const seen: SeenRequest[] = [];
  const left = new Map<string, CannedAnswer[]>(
    Object.entries(answers).map(([route, given]) => [route, [given].flat()]),
  );
  const server = createServer((request, response) => void answer(request, response, { seen, left }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url, seen, env: { LOCKSTEP_TOKEN: "lsk_test", LOCKSTEP_PUBLIC_URL: url } };
}

interface State {
  readonly seen: SeenRequest[];
  readonly left: Map<string, CannedAnswer[]>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { seen, left }: State,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  const path = url.replace(/^\/api\/v1/, "");
  const body = await text(request);
  const { authorization, "content-type": contentType } = headers;
  const parsed: unknown = body === "" ? null : JSON.parse(body);
  const lastEventId = headers["last-event-id"]?.toString();
  seen.push({ method, path, authorization, contentType, lastEventId, body: parsed });
  const queue = left.get(`${method} ${path.replace(/\?.*$/, "")}`) ?? [notFound];
  const {
    status = 200,
    body: canned,
    text: raw,
    headers: more,
  } = (queue.length > 1 ? queue.shift() : queue[0]) ?? notFound;
  response.writeHead(status, { "Content-Type": "application/json", ...more });
  response.end(raw ?? (canned === undefined ? "" : JSON.stringify(canned)));
}

const notFound: CannedAnswer = {
  status: 404,
  body: { title: "Not found", status: 404, detail: "There is nothing here.", code: "not-found" },
};
