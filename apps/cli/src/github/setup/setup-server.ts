import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { toFailure } from "@lockstep/model";

import { donePage, failurePage } from "./setup-pages.ts";

/** What the pages of the set-up show and do. */
export interface SetupSteps {
  /** Page that sends the person to GitHub, which sends them back to `redirectUrl` with the state. */
  showStart(redirectUrl: string, state: string): string;
  /** Turns the code into saved credentials. */
  create(code: string): Promise<void>;
  /** Page that tells what is missing; its `doneAction` ends the set-up. */
  showMissing(doneAction: string): Promise<string>;
}

/** The set-up's pages, served to this machine only. */
export interface SetupServer {
  /** Holds a secret, so that no other user of the machine can walk in. */
  readonly url: string;
  /** Resolves when the person pressed “Done”. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

interface Serving extends SetupSteps {
  readonly origin: string;
  /** Part of the address of every page but the one that GitHub sends people back to. */
  readonly secret: string;
  /** Proves that who comes back from GitHub began here. Used up by the first App that is made. */
  state: string | null;
  /** Whether a code is being turned into credentials now. */
  isCreating: boolean;
  readonly end: () => void;
}

/** Serves the set-up on a loopback address. `port` 0 takes a free one. */
export async function startSetupServer(port: number, steps: SetupSteps): Promise<SetupServer> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  const serving: Serving = { ...steps, origin, secret: fresh(), state: fresh(), isCreating: false, end };
  server.on("request", (request, response) => void answer(serving, request, response));
  return { url: `${origin}/${serving.secret}`, done, close: () => closeServer(server) };
}

async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(serving, request, response);
  } catch (thrown) {
    send(response, 502, failurePage(toFailure(thrown).message));
  }
}

async function route(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { origin, secret } = serving;
  // Another name for this address would be a page of somebody else's.
  if (`http://${request.headers.host ?? ""}` !== origin)
    return send(response, 421, failurePage("Wrong host."));
  const url = new URL(request.url ?? "/", origin);
  switch (`${request.method ?? ""} ${url.pathname}`) {
    case `GET /${secret}`:
      return send(response, 200, await currentPage(serving));
    case "GET /created":
      return comeBack(serving, url.searchParams, response);
    case `POST /${secret}/done`:
      send(response, 200, donePage());
      response.once("close", serving.end);
      return;
    default:
      return send(
        response,
        404,
        failurePage("There is nothing here. Use the address that the command printed."),
      );
  }
}

async function currentPage(serving: Serving): Promise<string> {
  const { origin, secret, state } = serving;
  if (state !== null) return serving.showStart(`${origin}/created`, state);
  return serving.showMissing(`/${secret}/done`);
}

async function comeBack(serving: Serving, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const code = query.get("code") ?? "";
  if (
    serving.isCreating ||
    !isSame(query.get("state") ?? "", serving.state) ||
    !/^[\w-]{1,200}$/.test(code)
  ) {
    return send(
      response,
      403,
      failurePage(
        "This did not begin here, or has been used. Go back to the address that the command printed.",
      ),
    );
  }
  serving.isCreating = true;
  try {
    await serving.create(code);
    serving.state = null;
  } finally {
    serving.isCreating = false;
  }
  response.writeHead(303, { ...headers, Location: `/${serving.secret}` }).end();
}

/** The form may go to GitHub, therefore there is no `form-action`. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  "Content-Type": "text/html; charset=utf-8",
  "Referrer-Policy": "strict-origin",
  "X-Content-Type-Options": "nosniff",
};

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, headers).end(html);
}

function fresh(): string {
  return randomBytes(32).toString("base64url");
}

function isSame(given: string, expected: string | null): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected ?? "")];
  return expected !== null && a.length === b.length && timingSafeEqual(a, b);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
