import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { answerWithGit } from "./http-backend.ts";
import { createTestRepository, type TestRepository } from "./test-repository.ts";

/** What goes wrong with every request until it is set back to `null`. */
export type GitServerFault =
  | { readonly kind: "refuse" }
  | { readonly kind: "hang" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Ends the connection after so many bytes of a pack. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** Sends everything that asks for a path to another server. */
  | { readonly kind: "redirect"; readonly to: string };

export interface GitServerRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/** Real smart HTTP: `git http-backend` behind node:http, with switchable faults. */
export interface GitServer {
  readonly url: string;
  fault: GitServerFault | null;
  /** When set, requests without this password (basic) or token (bearer) are answered with 401. */
  password: string | null;
  readonly requests: GitServerRequest[];
  createRepository(name: string, objectFormat?: "sha1" | "sha256"): Promise<TestRepository>;
  /** Ends all connections, those that hang included. */
  disconnectAll(): void;
  stop(): Promise<void>;
}

export async function startGitServer(): Promise<GitServer> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-git-"));
  const http = createServer();
  const url = await listen(http);
  const server: GitServer = {
    url,
    fault: null,
    password: null,
    requests: [],
    createRepository: (name, objectFormat) =>
      createTestRepository(join(directory, `${name}.git`), `${url}/${name}.git`, objectFormat),
    disconnectAll: () => http.closeAllConnections(),
    stop: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
  http.on("request", (request, response) => answer(server, directory, { request, response }));
  return server;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answer(server: GitServer, directory: string, { request, response }: Exchange): void {
  const { authorization } = request.headers;
  server.requests.push({ method: request.method ?? "", url: request.url ?? "", authorization });
  const pass = (cutAfter = Infinity) => {
    if (isAuthorized(server.password, authorization)) {
      answerWithGit(directory, request, response, cutAfter);
    } else {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("no");
    }
  };
  const { fault } = server;
  switch (fault?.kind) {
    case undefined:
      return pass();
    case "refuse":
      request.socket.destroy();
      return;
    case "hang":
      return;
    case "status":
      response.writeHead(fault.status).end("broken");
      return;
    case "slow":
      setTimeout(pass, fault.milliseconds);
      return;
    case "cut":
      return pass(request.method === "POST" ? fault.afterBytes : Infinity);
    case "redirect":
      response.writeHead(302, { location: `${fault.to}${request.url ?? ""}` }).end();
  }
}

function isAuthorized(password: string | null, header: string | undefined): boolean {
  if (password === null) return true;
  const [scheme, value = ""] = (header ?? "").split(" ");
  if (scheme === "Bearer") return value === password;
  return Buffer.from(value, "base64").toString("utf8").endsWith(`:${password}`);
}

function listen(http: Server): Promise<string> {
  return new Promise((resolve) => {
    http.listen(0, "127.0.0.1", () => {
      const address = http.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}
