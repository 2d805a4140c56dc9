import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";

import { testGitEnvironment } from "./run-test-git.ts";

/** Answers one request through the CGI program `git http-backend`; a finite `cutAfter` breaks the connection there. */
export function answerWithGit(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  cutAfter: number,
): void {
  const child = spawn("git", ["http-backend"], { env: cgiEnvironment(root, request) });
  let head: Buffer | null = Buffer.alloc(0);
  let sent = 0;
  const send = (chunk: Buffer) => {
    response.write(chunk.subarray(0, Math.max(0, cutAfter - sent)));
    sent += chunk.length;
    if (sent > cutAfter) request.socket.destroySoon();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    if (head === null) return send(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    writeHead(response, head.subarray(0, end).toString("latin1"));
    const rest = head.subarray(end + 4);
    head = null;
    if (rest.length > 0) send(rest);
  });
  child.stdout.on("end", () => response.end());
  child.on("error", () => request.socket.destroy());
  child.stdin.on("error", () => {});
  response.on("close", () => child.kill());
  request.pipe(child.stdin);
}

function cgiEnvironment(root: string, request: IncomingMessage): NodeJS.ProcessEnv {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  return {
    ...testGitEnvironment,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: query,
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: request.headers["content-type"] ?? "",
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    REMOTE_ADDR: "127.0.0.1",
  };
}

function writeHead(response: ServerResponse, text: string): void {
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "status") response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
}
