import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { LlmAnswer } from "./llm-answer.ts";
import { type LlmDialect, llmDialects } from "./llm-dialect.ts";

/** What the fake was asked. */
export interface LlmRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A model provider on loopback that speaks as OpenAI and as Anthropic, and misbehaves as it is told. */
export interface FakeLlmServer {
  /** Base URL, as the `with` of a step takes it. */
  readonly url: string;
  readonly requests: readonly LlmRequest[];
  /** Says what the next requests get, in order; the last answer stays. */
  answerWith(...answers: readonly LlmAnswer[]): void;
  close(): Promise<void>;
}

export async function startFakeLlmServer(): Promise<FakeLlmServer> {
  const requests: LlmRequest[] = [];
  let answers: readonly LlmAnswer[] = [{ does: "answer", text: "Hello." }];

  function nextAnswer(): LlmAnswer {
    const [next, ...rest] = answers;
    if (next === undefined) throw new RangeError("the fake was given no answer");
    if (rest.length > 0) answers = rest;
    return next;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const body = await readBody(request);
    requests.push({ path, headers: request.headers, body });
    respond(response, { path, body, answer: nextAnswer() });
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    answerWith: (...given) => {
      answers = given;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<LlmRequest["body"]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as LlmRequest["body"];
}

interface Asked {
  readonly path: string;
  readonly body: LlmRequest["body"];
  readonly answer: LlmAnswer;
}

function respond(response: ServerResponse, { path, body, answer }: Asked): void {
  if (answer.does === "respond") {
    response
      .writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
      .end(answer.body);
    return;
  }
  const dialect = llmDialects[path];
  if (path === "/v1/embeddings") sendJson(response, embeddingsOf(body));
  else if (dialect === undefined) response.writeHead(404).end("{}");
  else if (body["stream"] === true) stream(response, dialect, answer);
  else if (answer.does === "answer") sendJson(response, dialect.whole(answer));
  // What stalls or breaks off without streaming never begins.
  else if (answer.does !== "stall") response.destroy();
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function stream(
  response: ServerResponse,
  dialect: LlmDialect,
  answer: Exclude<LlmAnswer, { does: "respond" }>,
): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pieces = cut(answer.text, answer.does === "answer" ? (answer.pieces ?? 3) : 1);
  for (const text of [...dialect.begin(), ...pieces.map(dialect.piece)]) response.write(text);
  switch (answer.does) {
    case "answer":
      response.end(dialect.end(answer).join(""));
      return;
    case "stall":
      return;
    case "break-off":
      // What was written is sent first.
      response.write("", () => response.destroy());
      return;
    case "end-early":
      response.end();
      return;
    case "give-up":
      response.end(dialect.error(answer.code, answer.reason));
  }
}

function cut(text: string, count: number): readonly string[] {
  const size = Math.max(1, Math.ceil(text.length / count));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

/** One vector per text that tells its length, in the reverse order with the right `index`, as providers may. */
function embeddingsOf({ input }: LlmRequest["body"]): object {
  const texts = Array.isArray(input) ? (input as readonly string[]) : [String(input)];
  const data = texts.map((text, index) => ({ object: "embedding", index, embedding: [text.length, 1, 0.5] }));
  return { data: data.reverse(), model: "fake-embeddings-1", usage: { prompt_tokens: 3 * texts.length } };
}
