import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a service behind an `http` step saw: every request, by the idempotency key it came with. */
export interface EffectServer {
  readonly url: string;
  /** The effect that each key had; a key that comes again is answered as before. */
  readonly effects: ReadonlyMap<string, number>;
  /** Requests, repeated ones included. */
  requests(): number;
  /** Answers of `/gated` wait for this. */
  openGate(): void;
  stop(): Promise<void>;
}

/**
 * `POST /effect?ms=…` answers after so long with the number of the effect; `POST /flaky` refuses each key the first
 * time; `POST /gated` answers once the gate is open.
 */
export async function startEffectServer(): Promise<EffectServer> {
  const effects = new Map<string, number>();
  const refused = new Set<string>();
  let requests = 0;
  let openGate: () => void = () => {};
  const gate = new Promise<void>((resolve) => (openGate = resolve));

  async function answer(request: IncomingMessage): Promise<number> {
    requests += 1;
    const { pathname, searchParams } = new URL(request.url ?? "", "http://effects");
    const key = String(request.headers["idempotency-key"]);
    if (pathname === "/flaky" && !refused.has(key)) {
      refused.add(key);
      return 0;
    }
    if (pathname === "/gated") await gate;
    await new Promise((resolve) => setTimeout(resolve, Number(searchParams.get("ms") ?? 0)));
    const effect = effects.get(key) ?? effects.size + 1;
    effects.set(key, effect);
    return effect;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const effect = await answer(request);
    response.writeHead(effect === 0 ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ effect }));
  }

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    effects,
    requests: () => requests,
    openGate: () => openGate(),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
