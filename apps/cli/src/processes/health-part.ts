import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

import { Failure, toFailure } from "@lockstep/model";

import type { Installation } from "./installation.ts";

/** How long the database may take to answer a probe, in milliseconds. */
const patienceMs = 3_000;

/** `/healthz`, `/readyz` and `/metrics` of a process without an API. Failure: `configuration-invalid`. */
export async function startHealth(
  installation: Installation,
  port: number,
): Promise<{ stop(): Promise<void> }> {
  const { host } = installation.configuration;
  const server = createServer((request, response) => {
    void answer(installation, request.url ?? "", response);
  });
  server.listen(port, host);
  await once(server, "listening").catch((cause: unknown) => {
    throw new Failure("configuration-invalid", `${host}:${port} cannot be listened on; set LOCKSTEP_PORT`, {
      cause,
    });
  });
  return {
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  { store, metrics }: Installation,
  path: string,
  response: ServerResponse,
): Promise<void> {
  switch (path) {
    case "/healthz":
      return send(response, 200, { status: "alive" });
    case "/readyz": {
      const because = await unready(store);
      return send(response, because === null ? 200 : 503, {
        status: because === null ? "ready" : "not-ready",
        checks: [{ name: "database", ok: because === null, because: because ?? "The database answers." }],
      });
    }
    case "/metrics":
      response.writeHead(200, { "Content-Type": metrics.contentType });
      response.end(await metrics.metrics());
      return;
    default:
      return send(response, 404, { status: "unknown", paths: ["/healthz", "/readyz", "/metrics"] });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** Why the process cannot work, or null. */
async function unready({ ping }: Pick<Installation["store"], "ping">): Promise<string | null> {
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, patienceMs, `No answer within ${patienceMs / 1_000} s.`).unref();
  });
  const answered = ping().then(
    () => null,
    (thrown: unknown) => toFailure(thrown).message,
  );
  return Promise.race([answered, late]);
}
