import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { http as mock, HttpResponse, type RequestHandler } from "msw";

import type { GitHubAnswer, GitHubRequest } from "./github-exchange.ts";

export type AnswerGitHub = (request: GitHubRequest) => Promise<GitHubAnswer>;

const prefix = "/api/v3";

/** Serves the REST interface below `/api/v3` as an own GitHub server does, and hands everything else to git. */
export function createGitHubServer(
  answer: AnswerGitHub,
  serveGit: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  return createServer((request, response) => {
    if (!(request.url ?? "").startsWith(`${prefix}/`)) return serveGit(request, response);
    void serveRest(answer, request, response).catch(() => request.socket.destroy());
  });
}

async function serveRest(
  answer: AnswerGitHub,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL((request.url ?? "").slice(prefix.length), "http://fake");
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const given = await answer({
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: parse(Buffer.concat(chunks).toString("utf8")),
  });
  if (given === "cut") {
    request.socket.destroy();
    return;
  }
  response.writeHead(given.status, given.headers);
  response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
}

/** The same answers for msw 2, without a server. */
export function createGitHubHandlers(answer: AnswerGitHub, baseUrl: string): RequestHandler[] {
  const base = new URL(baseUrl);
  const below = base.pathname === "/" ? "" : base.pathname;
  const resolve = async ({ request }: { readonly request: Request }) => {
    const url = new URL(request.url);
    const given = await answer({
      method: request.method,
      path: url.pathname.slice(below.length),
      query: url.searchParams,
      headers: Object.fromEntries(request.headers),
      body: parse(await request.text()),
    });
    if (given === "cut") return HttpResponse.error();
    const text = given.body === undefined ? null : JSON.stringify(given.body);
    return new HttpResponse(text, { status: given.status, headers: given.headers });
  };
  return [mock.all(`${base.origin}${below}/*`, resolve)];
}

/** What is no JSON stays text, which no schema allows. */
function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
