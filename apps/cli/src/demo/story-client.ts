import type { Json } from "@lockstep/model";

import type { ServerConfiguration } from "../configuration/settings.ts";
import type { DemoActor } from "./demo-people.ts";

/** Speaks to this process's own API as somebody of the demo. */
export interface StoryClient {
  get<T>(as: DemoActor, path: string): Promise<T>;
  /** With a key, a repeated request changes nothing. Fails with what the API said. */
  post<T>(as: DemoActor, path: string, request: { readonly body?: Json; readonly key?: string }): Promise<T>;
}

const everywhere: ReadonlySet<string> = new Set(["0.0.0.0", "::", "[::]"]);

/** `stopping` aborts what is under way. */
export function createStoryClient(
  { host, port }: Pick<ServerConfiguration, "host" | "port">,
  secrets: ReadonlyMap<DemoActor, string>,
  stopping: AbortSignal,
): StoryClient {
  const base = `http://${everywhere.has(host) ? "127.0.0.1" : host}:${port}/api/v1`;

  async function send<T>(as: DemoActor, path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${secrets.get(as) ?? ""}`);
    const response = await fetch(base + path, { ...init, headers, signal: stopping });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  return {
    get: (as, path) => send(as, path, {}),
    post: (as, path, { body = {}, key }) =>
      send(as, path, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        body: JSON.stringify(body),
      }),
  };
}
