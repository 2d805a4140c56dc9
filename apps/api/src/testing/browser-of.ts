import { expect } from "vitest";

import { bodyOf, type RequestOptions, type TestApi } from "./open-test-api.ts";

/** What `GET /session` tells, as far as tests look. */
export interface Who {
  readonly session: { readonly name: string; readonly expiresAt: string | null };
}

type Body = NonNullable<RequestOptions["body"]>;

/** What browsers add to requests of the server's own pages. */
export const ownPage = { "Sec-Fetch-Site": "same-origin" };

/** Uses an API as browsers do. */
export function browserOf(org: () => TestApi) {
  function logIn(body: Body, headers = {}): Promise<Response> {
    return org().request("/api/v1/session", { method: "POST", as: null, body, headers });
  }
  return {
    logIn,
    /** Logs in and gives what the browser sends from then on. */
    async cookieOf(body: Body, headers = {}): Promise<string> {
      const response = await logIn(body, headers);
      expect(response.status).toBe(200);
      return (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    },
    withCookie(cookie: string, path: string, options: RequestOptions = {}): Promise<Response> {
      const headers = { ...ownPage, ...options.headers, Cookie: cookie };
      return org().request(path, { as: null, ...options, headers });
    },
  };
}

/** Status and code of a problem. */
export async function problemOf(response: Response): Promise<readonly [number, string]> {
  return [response.status, (await bodyOf<{ code: string }>(response)).code];
}
