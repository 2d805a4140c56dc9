import type { Json } from "@lockstep/model";

import type { HttpClient, HttpRequest, HttpResponse } from "../http/http-client.ts";

/** What the fake answers: JSON with status 200, a whole response, or an error to throw. */
export type Answer = { readonly json: Json } | Partial<HttpResponse> | Error;

export interface FakeHttpClient extends HttpClient {
  readonly requests: readonly HttpRequest[];
}

/** Answers every request by the function; never answers where it gives null, until the request is aborted. */
export function createFakeHttpClient(
  answer: (request: HttpRequest, count: number) => Answer | null,
): FakeHttpClient {
  const requests: HttpRequest[] = [];

  async function send(request: HttpRequest): Promise<HttpResponse> {
    requests.push(request);
    const given = answer(request, requests.filter(({ url }) => url.href === request.url.href).length);
    if (given === null) return untilAborted(request.signal);
    if (given instanceof Error) throw given;
    return "json" in given
      ? jsonResponse(given.json)
      : { status: 200, headers: {}, body: new Uint8Array(), ...given };
  }

  return {
    requests,
    send,
    async stream(request) {
      const { body, ...head } = await send(request);
      return { ...head, body: piecesOf(body) };
    },
  };
}

async function* piecesOf(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}

function jsonResponse(json: Json): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(json)),
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}
